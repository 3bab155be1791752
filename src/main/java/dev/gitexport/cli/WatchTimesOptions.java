package dev.gitexport.cli;

import dev.gitexport.sync.WatchTimes;
import java.time.Duration;
import picocli.CommandLine.Option;

/// How long changes of a watched folder wait.
final class WatchTimesOptions {

  @Option(
      names = "--interval",
      paramLabel = "DURATION",
      converter = Durations.class,
      description =
          "With --watch: scan the whole folder and look at the remote this often, whatever is heard"
              + " of (default: 1m).")
  private Duration interval = WatchTimes.DEFAULT.interval();

  @Option(
      names = "--quiet-period",
      paramLabel = "DURATION",
      converter = Durations.class,
      description =
          "With --watch: commit changes that are heard of after this long without another"
              + " (default: 10s).")
  private Duration quietPeriod = WatchTimes.DEFAULT.quietPeriod();

  @Option(
      names = "--max-delay",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "With --watch: but not later than this after the first (default: 5m).")
  private Duration maxDelay = WatchTimes.DEFAULT.maxDelay();

  WatchTimes times() {
    return new WatchTimes(quietPeriod, maxDelay, interval);
  }
}
