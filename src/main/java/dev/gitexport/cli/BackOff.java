package dev.gitexport.cli;

import java.time.Duration;

/// How long to wait before the same is tried again: 2 s, doubled each time, up to 5 min.
final class BackOff {

  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int MOST_DOUBLINGS = 8;

  private BackOff() {}

  /// @param failures one after the other, at least 1
  /// @param chance 0 to 1: half of the time is left to it, so that many do not come back together
  static Duration after(int failures, double chance) {
    Duration full = FIRST.multipliedBy(1L << Math.clamp(failures - 1L, 0, MOST_DOUBLINGS));
    Duration capped = full.compareTo(LONGEST) > 0 ? LONGEST : full;
    return Duration.ofMillis((long) (capped.toMillis() * (0.5 + chance / 2)));
  }
}
