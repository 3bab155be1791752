package dev.gitexport.cli;

import dev.gitexport.sync.Rhythm;
import java.time.Duration;
import picocli.CommandLine.Option;

/// Whether folders are kept in step, and how often.
final class SyncWatchOptions {

  @Option(
      names = "--watch",
      description =
          "Go on until SIGTERM: commit and push when changes are heard of, and at intervals."
              + " SIGHUP: at once.")
  private boolean watch;

  @Option(
      names = "--interval",
      paramLabel = "DURATION",
      converter = Durations.class,
      description =
          "With --watch: scan the whole folder and look at the remote this often, whatever is heard"
              + " of (default: 1m).")
  private Duration interval = Duration.ofMinutes(1);

  @Option(
      names = "--quiet-period",
      paramLabel = "DURATION",
      converter = Durations.class,
      description =
          "With --watch: commit changes that are heard of after this long without another"
              + " (default: 10s).")
  private Duration quietPeriod = Duration.ofSeconds(10);

  @Option(
      names = "--max-delay",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "With --watch: but not later than this after the first (default: 5m).")
  private Duration maxDelay = Duration.ofMinutes(5);

  boolean isWatch() {
    return watch;
  }

  Duration interval() {
    return interval;
  }

  Rhythm rhythm(long now) {
    return new Rhythm(quietPeriod, maxDelay, interval, now);
  }
}
