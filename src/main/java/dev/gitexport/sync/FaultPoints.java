package dev.gitexport.sync;

/// Where a test may stop a run. Production code hands in [#NONE].
@FunctionalInterface
interface FaultPoints {

  FaultPoints NONE = _ -> {};

  /// Called right after what the point names was done.
  void reached(FaultPoint point);

  /// Moments between two durable states, in the order a run comes to them.
  enum FaultPoint {
    OBJECTS_WRITTEN,
    COMMITTED,
    INDEX_WRITTEN,
    FETCHED,
    LOSER_KEPT,
    HANDED_OVER,
    PUSHED,
    FILE_DELETED,
    FILE_WRITTEN,
    REPLACING,
    FILE_REPLACED,
    FOLDER_UPDATED,
    BRANCH_MOVED,
    FOLDER_SEALED,
    ARRIVED,
    CLOSING,
    SET_ASIDE,
    CLOSED,
    FOLDER_REMOVED
  }
}
