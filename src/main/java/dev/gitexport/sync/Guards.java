package dev.gitexport.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Refuses a commit that looks like an accident.
///
/// @param mount where the folder was before
record Guards(SyncRequest request, MountRecord mount) {

  /// A folder that is gone, after something of it was committed, may be a volume that is not
  /// mounted.
  void checkFolder(boolean wasCommitted) {
    Path folder = request.folder();
    if (wasCommitted && !Files.isDirectory(folder)) {
      throw new SyncException.GuardTripped(
          "Could not commit %s: there is no such directory any more. Mount it, or close the folder."
              .formatted(folder));
    }
  }

  void checkChange(FlatTree before, FlatTree after) throws IOException {
    long lost = before.lostBy(after);
    if (lost == 0) {
      return;
    }
    if (!request.released().contains(Guard.MOUNT) && mount.differs()) {
      throw new SyncException.GuardTripped(
          "Could not commit %s: %d files are gone, and it is on the mount %s, not where it was before. Mount the volume, or release the guard 'mount' once."
              .formatted(request.folder(), lost, mount.mountPoint()));
    }
    if (!request.released().contains(Guard.DELETIONS)) {
      checkDeletions(before, after, lost);
    }
  }

  private void checkDeletions(FlatTree before, FlatTree after, long lost) {
    long tracked = before.leaves().size();
    if (after.leaves().isEmpty()) {
      throw tripped("it is empty, and %d files would be deleted".formatted(tracked));
    }
    MaxDeletions allowed = request.settings().limits().maxDeletions();
    if (!allowed.allows(lost, tracked)) {
      throw tripped(
          "%d of %d files are gone, and maxDeletions is %s".formatted(lost, tracked, allowed));
    }
  }

  private SyncException.GuardTripped tripped(String why) {
    return new SyncException.GuardTripped(
        "Could not commit %s: %s. Bring them back, or release the guard 'deletions' once."
            .formatted(request.folder(), why));
  }
}
