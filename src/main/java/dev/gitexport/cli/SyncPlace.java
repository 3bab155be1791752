package dev.gitexport.cli;

import dev.gitexport.sync.SyncRequest;
import dev.gitexport.sync.WatchTimes;
import java.nio.file.Path;
import java.util.function.Supplier;

/// A folder that is committed and pushed.
///
/// @param times how long its changes wait while it is watched
/// @param request what one run is to do, made anew for each: the work tree may be on another branch
record SyncPlace(Path folder, WatchTimes times, Supplier<SyncRequest> request) {

  /// With all guards.
  SyncPlace guarded() {
    return new SyncPlace(folder, times, () -> request.get().guarded());
  }
}
