package dev.gitexport.sync;

import java.time.Duration;
import java.util.Optional;

/// When a watched folder is committed and pushed: after a time without a change, not later than the
/// longest wait, and at intervals whether a change was heard of or not. A change that only a scan
/// found waits as well, until a later scan finds the same. Times are nanoseconds of a clock that
/// nobody sets. Not thread safe.
final class Rhythm {

  private final WatchTimes times;
  private Optional<Wait> waiting = Optional.empty();
  private Optional<Wait> taken = Optional.empty();
  private long next;

  /// @param tree of the folder when a scan found the changes; empty when they were heard of
  private record Wait(long first, long last, String tree) {}

  /// @param now the first run is due at once
  Rhythm(WatchTimes times, long now) {
    this.times = times;
    this.next = now;
  }

  /// A change was heard of.
  void changed(long now) {
    waiting = Optional.of(new Wait(waiting.map(Wait::first).orElse(now), now, ""));
  }

  boolean isDue(long now) {
    return waiting.isPresent() ? isQuiet(now) : now - next >= 0;
  }

  /// Whether changes that wait need wait no longer.
  boolean isQuiet(long now) {
    return waiting.filter(wait -> isOver(wait, now)).isPresent();
  }

  private boolean isOver(Wait wait, long now) {
    return now - wait.last() >= times.quietPeriod().toNanos()
        || now - wait.first() >= times.maxDelay().toNanos();
  }

  /// A run began; what is heard of from now on is the next one's. What one before did not end with
  /// waits no longer than it would have.
  void began() {
    taken =
        waiting
            .map(wait -> new Wait(taken.orElse(wait).first(), wait.last(), wait.tree()))
            .or(() -> taken);
    waiting = Optional.empty();
  }

  /// Whether the run may commit what its scan found. If not it waits for another run.
  boolean mayCommit(Pending found, long now) {
    Wait wait =
        taken
            .filter(known -> known.tree().isEmpty() || known.tree().equals(found.tree()))
            .orElseGet(() -> new Wait(taken.map(Wait::first).orElse(now), now, found.tree()));
    boolean may = isOver(wait, now);
    if (!may) {
      waiting =
          Optional.of(waiting.map(heard -> new Wait(wait.first(), heard.last(), "")).orElse(wait));
    }
    return may;
  }

  /// The run is over and went well.
  void ended(long now) {
    taken = Optional.empty();
    next = now + times.interval().toNanos();
  }

  /// The run failed: changes that it did not push wait with the others.
  void failed(long now, Duration pause) {
    waiting = Optional.empty();
    next = now + pause.toNanos();
  }
}
