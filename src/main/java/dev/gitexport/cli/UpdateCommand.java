package dev.gitexport.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "update",
    mixinStandardHelpOptions = true,
    description =
        "Commit what changed in a folder that 'open' made, push it, and take in what"
            + " others pushed.",
    footerHeading = "%nExamples:%n",
    footer = {"  gitexport update --message 'Change the page' content"})
final class UpdateCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "The folder.")
  private Path directory = Path.of("");

  @Mixin private final OpenedFolder folder;

  UpdateCommand(Surroundings surroundings) {
    this.folder = new OpenedFolder(surroundings);
  }

  @Override
  public Integer call() {
    return folder.run(directory, (sync, request) -> sync.sync(request));
  }
}
