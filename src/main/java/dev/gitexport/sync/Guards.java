package dev.gitexport.sync;

import java.nio.file.Files;
import java.nio.file.Path;

/// Refuses a commit that looks like an accident.
record Guards(SyncRequest request) {

  private static final int FEW_FILES = 10;

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

  void checkChange(FlatTree before, FlatTree after) {
    if (request.released().contains(Guard.DELETIONS) || before.leaves().isEmpty()) {
      return;
    }
    if (after.leaves().isEmpty()) {
      throw tripped("it is empty, and %d files would be deleted".formatted(before.leaves().size()));
    }
    long tracked = before.leaves().size();
    long lost = before.lostBy(after);
    int percent = request.settings().limits().maxDeletions();
    if (tracked > FEW_FILES && lost * 100 > tracked * percent) {
      throw tripped(
          "%d of %d files are gone, and maxDeletions is %d %%".formatted(lost, tracked, percent));
    }
  }

  private SyncException.GuardTripped tripped(String why) {
    return new SyncException.GuardTripped(
        "Could not commit %s: %s. Bring them back, or release the guard 'deletions' once."
            .formatted(request.folder(), why));
  }
}
