package dev.gitexport.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "close",
    mixinStandardHelpOptions = true,
    description = "Remove a folder that 'open' made, unless something in it is not pushed.",
    footerHeading = "%nExamples:%n",
    footer = {"  gitexport close content", "  gitexport close --discard content"})
final class CloseCommand implements Callable<Integer> {

  @Option(names = "--discard", description = "Also what was not pushed: it is lost.")
  private boolean discard;

  @Parameters(paramLabel = "DIR", description = "The folder.")
  private Path directory = Path.of("");

  @Mixin private final OpenedFolder folder;

  CloseCommand(Surroundings surroundings) {
    this.folder = new OpenedFolder(surroundings);
  }

  @Override
  public Integer call() {
    return folder.close(directory, discard);
  }
}
