package dev.gitexport.operator.gitsync;

import dev.gitexport.export.Owner;
import dev.gitexport.operator.source.GitSource;
import dev.gitexport.sync.SyncRequest;
import dev.gitexport.sync.WatchTimes;

/// A GitSync resource, checked and in the engine's own words.
///
/// @param adopted uid of the owner that the folder may be taken over from; empty for none
/// @param urgent changes do not wait: somebody asked
/// @param times how long they wait else
/// @param watch whether changes are heard of, beside scans
public record GitSyncRequest(
    GitSource source,
    FolderPlace place,
    Owner owner,
    String adopted,
    SyncRequest sync,
    boolean urgent,
    WatchTimes times,
    boolean watch) {

  /// The same, for who works on a volume of his own.
  ///
  /// @param now changes do not wait
  /// @param mayWatch whether changes are heard of where the resource wants it
  public GitSyncRequest with(boolean now, boolean mayWatch) {
    return new GitSyncRequest(source, place, owner, adopted, sync, now, times, watch && mayWatch);
  }
}
