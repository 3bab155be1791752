package dev.gitexport.sync;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;

/// The refs of the repository behind a folder: the branch, what the remote last had, and what lost
/// a conflict.
record SyncRefs(Repository repository, SyncRequest request) {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /// The last commit of the folder.
  Optional<ObjectId> head() throws IOException {
    return read(request.ref());
  }

  /// What the remote had when it was last in step with us.
  Optional<ObjectId> remote() throws IOException {
    return read(remoteName());
  }

  void moveHead(ObjectId to) throws IOException {
    move(request.ref(), head().orElse(ObjectId.zeroId()), to);
  }

  void moveRemote(ObjectId to) throws IOException {
    move(remoteName(), remote().orElse(ObjectId.zeroId()), to);
  }

  /// @return the ref that keeps it
  String keepLost(ObjectId commit, Instant now) throws IOException {
    String name = "refs/gitsync/lost/" + stamp(commit, now);
    if (read(name).isEmpty()) {
      move(name, ObjectId.zeroId(), commit);
    }
    return name;
  }

  static String stamp(ObjectId commit, Instant now) {
    return STAMP.format(now) + "-" + commit.abbreviate(7).name();
  }

  private String remoteName() {
    return "refs/remotes/origin/" + request.branch();
  }

  private Optional<ObjectId> read(String name) throws IOException {
    return Optional.ofNullable(repository.exactRef(name)).map(Ref::getObjectId);
  }

  private void move(String name, ObjectId from, ObjectId to) throws IOException {
    RefUpdate update = repository.updateRef(name);
    update.setExpectedOldObjectId(from);
    update.setNewObjectId(to);
    update.setForceUpdate(true);
    update.setRefLogMessage("gitexport sync", false);
    switch (update.update()) {
      case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
      case NOT_ATTEMPTED,
          LOCK_FAILURE,
          REJECTED,
          REJECTED_CURRENT_BRANCH,
          REJECTED_MISSING_OBJECT,
          REJECTED_OTHER_REASON,
          RENAMED,
          IO_FAILURE ->
          throw new SyncException.FolderFailed(
              "Could not move %s of %s: %s. Is another git at work there? Try again."
                  .formatted(name, request.gitDirectory(), update.getResult()),
              null);
    }
  }
}
