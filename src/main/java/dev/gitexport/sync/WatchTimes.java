package dev.gitexport.sync;

import java.time.Duration;

/// How long changes of a watched folder wait.
///
/// @param quietPeriod changes are committed after this long without another
/// @param maxDelay but not later than this after the first
/// @param interval between scans that are made whatever was heard of
public record WatchTimes(Duration quietPeriod, Duration maxDelay, Duration interval) {

  public static final WatchTimes DEFAULT =
      new WatchTimes(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMinutes(1));
}
