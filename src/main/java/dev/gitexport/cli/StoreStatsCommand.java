package dev.gitexport.cli;

import dev.gitexport.git.StoreStatistics;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    description = "Count packs, objects, bytes, refs and the depth of deltas.",
    footerHeading = "%nExamples:%n",
    footer = "  gitexport store stats --repository file:///srv/shop.git")
final class StoreStatsCommand implements Callable<Integer> {

  @Mixin private final StoredSource stored;
  @Mixin private final Output output = new Output();

  StoreStatsCommand(Surroundings surroundings) {
    this.stored = new StoredSource(surroundings);
  }

  @Override
  public Integer call() {
    StoreStatistics statistics = stored.maintenance().statistics();
    output.print(statistics, () -> StoreText.of(statistics));
    return ExitCode.OK.number();
  }
}
