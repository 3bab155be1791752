package dev.gitexport.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "gitexport",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Exports git trees onto volumes: unchanged files are hardlinks to the export before, and a new"
          + " export is published by one atomic move of a symlink.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gitexport export main /srv/site",
      "      a branch of the repository around you, as plain files",
      "  gitexport export -l v1.0,/srv/v1.0 v1.1 /srv/v1.1",
      "      the next release, linked from the one before",
      "  gitexport apply -f website.yaml --volume /srv/volume",
      "      what a manifest asks for, published on a volume",
      "  gitexport list --volume /srv/volume",
      "",
      "Exit codes are listed in docs/cli.md. 'gitexport help COMMAND' tells more."
    })
final class RootCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    var line = spec.commandLine();
    line.usage(line.getOut());
  }
}
