package dev.gitexport.sync;

import java.io.IOException;
import org.eclipse.jgit.errors.LockFailedException;

/// What an error of the file system means for a folder.
final class FolderFailure {

  private FolderFailure() {}

  static SyncException of(SyncRequest request, IOException e) {
    if (e instanceof LockFailedException locked) {
      return new SyncException.Locked(
          "Could not keep %s in step: %s.lock is there. Another git is at work, or was killed at it: if none is, delete that file."
              .formatted(request.folder(), locked.getFile()),
          e);
    }
    return new SyncException.FolderFailed(
        "Could not keep %s in step: %s. Check the file system and its permissions."
            .formatted(request.folder(), e),
        e);
  }
}
