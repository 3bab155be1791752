package dev.gitexport.cli;

import dev.gitexport.api.v1alpha1.GoDuration;
import dev.gitexport.git.StoreMaintenance;
import dev.gitexport.git.StoreStatistics;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "gc",
    mixinStandardHelpOptions = true,
    description = "Pack what refs reach, and delete what nothing reached for the time of grace.",
    footerHeading = "%nExamples:%n",
    footer = "  gitexport store gc --repository file:///srv/shop.git --grace 24h")
final class StoreGcCommand implements Callable<Integer> {

  @Mixin private final StoredSource stored;

  @Option(
      names = "--grace",
      paramLabel = "DURATION",
      description = "How long unreached objects stay (default: 336h).")
  private String grace = "336h";

  @Mixin private final Output output = new Output();

  StoreGcCommand(Surroundings surroundings) {
    this.stored = new StoredSource(surroundings);
  }

  @Override
  public Integer call() {
    Duration kept = Arguments.parse("--grace", grace, GoDuration::new).toDuration();
    StoreMaintenance maintenance = stored.maintenance();
    maintenance.gc(kept, stored.deadline());
    StoreStatistics statistics = maintenance.statistics();
    output.print(statistics, () -> StoreText.of(statistics));
    return ExitCode.OK.number();
  }
}
