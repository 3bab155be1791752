package dev.gitexport.operator.gitsync;

import dev.gitexport.sync.SyncOutcome;

/// How far a run came.
public sealed interface GitSyncRun {

  /// Something else has to be there first.
  ///
  /// @param why for people
  record Waiting(String why) implements GitSyncRun {}

  /// The engine came to an end.
  record Finished(SyncOutcome outcome) implements GitSyncRun {}
}
