package dev.gitexport.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "push",
    mixinStandardHelpOptions = true,
    description =
        "Push the commits of a folder that 'open' made, with what is not committed yet,"
            + " and take in what others pushed.",
    footerHeading = "%nExamples:%n",
    footer = {"  gitexport push content", "  gitexport push --to /srv/copy.git content"})
final class PushCommand implements Callable<Integer> {

  @Option(
      names = "--to",
      paramLabel = "DIR|URL",
      description =
          "Push to the branch of this repository instead, which only moves forward unless the"
              + " history is one commit; nothing is taken in from there.")
  private String to = "";

  @Parameters(paramLabel = "DIR", description = "The folder.")
  private Path directory = Path.of("");

  @Mixin private final OpenedFolder folder;

  PushCommand(Surroundings surroundings) {
    this.folder = new OpenedFolder(surroundings);
  }

  @Override
  public Integer call() {
    return to.isEmpty()
        ? folder.run(directory, (sync, request) -> sync.sync(request))
        : folder.run(
            directory, (sync, request) -> sync.pushTo(request, folder.at(directory, "--to", to)));
  }
}
