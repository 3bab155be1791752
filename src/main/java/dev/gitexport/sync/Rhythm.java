package dev.gitexport.sync;

import java.time.Duration;

/// When a watched folder is committed and pushed: after a time without a change, not later than the
/// longest wait, and at intervals whether a change was heard of or not. Times are nanoseconds of a
/// clock that nobody sets. Not thread safe.
public final class Rhythm {

  private final long quiet;
  private final long longest;
  private final long interval;
  private boolean pending;
  private long first;
  private long last;
  private long next;

  /// @param now the first run is due at once
  public Rhythm(Duration quietPeriod, Duration maxDelay, Duration interval, long now) {
    this.quiet = quietPeriod.toNanos();
    this.longest = maxDelay.toNanos();
    this.interval = interval.toNanos();
    this.next = now;
  }

  /// A change was heard of.
  public void changed(long now) {
    first = pending ? first : now;
    last = now;
    pending = true;
  }

  public boolean isDue(long now) {
    boolean isQuiet = pending && now - last >= quiet;
    boolean isLate = pending && now - first >= longest;
    return isQuiet || isLate || (!pending && now - next >= 0);
  }

  /// A run began; what is heard of from now on is the next one's.
  public void began() {
    pending = false;
  }

  /// The run is over and went well.
  public void ended(long now) {
    next = now + interval;
  }

  /// The run failed: changes that it did not push wait with the others.
  public void failed(long now, Duration pause) {
    pending = false;
    next = now + pause.toNanos();
  }

  /// Whether changes wait for a run.
  public boolean isPending() {
    return pending;
  }
}
