package dev.gitexport.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "commit",
    mixinStandardHelpOptions = true,
    description = "Commit what changed in a folder that 'open' made.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  gitexport commit --message 'Change the page' --author 'Ada <ada@example.com>' content"
    })
final class CommitCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "The folder.")
  private Path directory = Path.of("");

  @Mixin private final OpenedFolder folder;

  CommitCommand(Surroundings surroundings) {
    this.folder = new OpenedFolder(surroundings);
  }

  @Override
  public Integer call() {
    return folder.run(directory, (sync, request) -> sync.commit(request));
  }
}
