package dev.gitexport.export;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// What every part of the engine gets from outside.
record Environment(
    Clock clock, Durability durability, ExportListener listener, FaultPoints faults) {

  /// The one outside tests.
  static Environment of(Clock clock, ExportListener listener) {
    return new Environment(clock, Durability.DISK, listener, FaultPoints.NONE);
  }

  /// A step that may fail with the volume.
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /// Runs a step and tells the listener how long it took.
  ///
  /// @param action what it does, to follow "could not"
  <T> T timed(ExportListener.Step step, String action, Work<T> work) {
    Instant start = clock.instant();
    try {
      T result = work.run();
      listener.finished(step, Duration.between(start, clock.instant()));
      return result;
    } catch (IOException e) {
      throw VolumeError.of(action, e);
    }
  }
}
