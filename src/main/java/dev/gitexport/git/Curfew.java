package dev.gitexport.git;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// A moment that may be set while there is work: all deadlines that know of it end by then, those
/// under way too. Thread safe.
public final class Curfew {

  private volatile Instant moment = Instant.MAX;

  /// From now on nothing takes longer than that, all together.
  public void in(Clock clock, Duration left) {
    moment = clock.instant().plus(left);
  }

  Instant moment() {
    return moment;
  }
}
