package dev.gitexport.export;

import java.time.Duration;

/// Hears what an engine does, on the engine's threads. Methods return at once and do not throw.
public interface ExportListener {

  /// Hears nothing.
  ExportListener NONE = new ExportListener() {};

  /// The steps whose time is told.
  enum Step {
    PROBE,
    RECOVER,
    PLAN,
    STAGE,
    SYNC,
    INDEX,
    CHECK,
    PUBLISH,
    PRUNE,
    VERIFY
  }

  /// A plan stands: so many files will be linked and written.
  default void planned(long files, long bytesToWrite) {}

  /// One file is staged or verified; `bytes` were written or read for it, 0 for a link.
  default void fileDone(long bytes) {}

  /// A step has ended well.
  default void finished(Step step, Duration took) {}

  /// A target was taken over from a former resource of the same name.
  default void takenOver(Target target, Owner former) {}

  /// A pruned export could not be deleted completely yet; the next run goes on with it.
  default void pruneDelayed(Target target, String reason) {}
}
