package dev.gitexport.export;

/// Where a test may stop an export. Production code hands in [#NONE].
@FunctionalInterface
interface FaultPoints {

  FaultPoints NONE = _ -> {};

  /// Called right before what the point names is done.
  void reached(FaultPoint point);

  /// Moments between two durable states, in the order an export comes to them.
  enum FaultPoint {
    OWNER_FILE,
    OWNER_NAMED,
    RECOVER_STAGING,
    RECOVER_TRASH,
    RECOVER_INDEX,
    STAGE_DIRECTORIES,
    STAGE_FILE,
    SYNC,
    INDEX_WRITTEN,
    INDEX_NAMED,
    RECORD_NAMED,
    CHECK,
    NAME,
    NAMED,
    LINK_MADE,
    FLIPPED,
    FLIP_SYNCED,
    HISTORY,
    PRUNE_MARK,
    PRUNE_MARKED,
    PRUNE_TRASH,
    PRUNE_INDEX,
    PRUNE_DELETE,
    PIN_WRITTEN,
    DELETE
  }
}
