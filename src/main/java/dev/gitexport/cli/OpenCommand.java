package dev.gitexport.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "open",
    mixinStandardHelpOptions = true,
    description = {
      "Make a folder of a branch's files, to be changed, committed and pushed.",
      "",
      "DIR must not exist. No .git is written into it; its git state lies outside. A URL is fetched"
          + " from and pushed to with GITEXPORT_GIT_USERNAME and GITEXPORT_GIT_PASSWORD or"
          + " GITEXPORT_GIT_TOKEN, and the authorities of GITEXPORT_GIT_CA_FILE."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gitexport open --branch live https://git.example.com/content.git content",
      "  echo new > content/page && gitexport update --message 'Add a page' content",
      "  gitexport close content"
    })
final class OpenCommand implements Callable<Integer> {

  @Mixin private final BranchOptions branch = new BranchOptions();

  @Parameters(index = "0", paramLabel = "URL", description = "The repository, or its path.")
  private String url = "";

  @Parameters(index = "1", paramLabel = "DIR", description = "The folder to make.")
  private Path directory = Path.of("");

  @Mixin private final OpenedFolder folder;

  OpenCommand(Surroundings surroundings) {
    this.folder = new OpenedFolder(surroundings);
  }

  @Override
  public Integer call() {
    return folder.open(directory, url, branch);
  }
}
