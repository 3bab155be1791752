package dev.gitexport.sync;

import dev.gitexport.git.SyncStore;
import java.io.File;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.eclipse.jgit.errors.LockFailedException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;

/// The refs of the repository behind a folder: the branch, what the remote last had, and what lost
/// a conflict.
///
/// What a ref names is durable before the ref is written, and the ref before anything is built on
/// it.
record SyncRefs(SyncStore store, SyncRequest request, Clock clock) {

  private static final String HANDED_OVER = "refs/gitsync/handed-over/ours";
  private static final String HANDED_OVER_AS = "refs/gitsync/handed-over/theirs";
  private static final String BRINGING = "refs/gitsync/bringing";
  private static final String BRINGING_FROM = "refs/gitsync/bringing-from";
  private static final String REMOTES = "refs/remotes/origin/";
  private static final String PUSHED = "refs/gitsync/pushed";

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

  /// What was last pushed elsewhere than to the branch.
  Optional<ObjectId> pushed() throws IOException {
    return read(PUSHED);
  }

  void movePushed(ObjectId to) throws IOException {
    move(PUSHED, pushed().orElse(ObjectId.zeroId()), to);
  }

  /// Whether the last commit is at the remote, as far as is known.
  boolean isPushed() throws IOException {
    Optional<ObjectId> head = head();
    return head.equals(remote())
        || (request.settings().pushRefspec().redirects() && head.equals(pushed()));
  }

  /// Whether no branch has what its remote was not seen to have.
  boolean areAllPushed() throws IOException {
    for (Ref branch : store.repository().getRefDatabase().getRefsByPrefix(Constants.R_HEADS)) {
      String name = branch.getName().substring(Constants.R_HEADS.length());
      Optional<ObjectId> commit = Optional.ofNullable(branch.getObjectId());
      if (!commit.equals(read(REMOTES + name)) && !commit.equals(pushed())) {
        return false;
      }
    }
    return true;
  }

  /// Says that what ours has is about to be at the remote as `commit`. Three writes, of which the
  /// last counts.
  void handOver(Optional<ObjectId> ours, ObjectId commit) throws IOException {
    remove(HANDED_OVER_AS);
    if (ours.isPresent() && !ours.get().equals(commit)) {
      move(HANDED_OVER, read(HANDED_OVER).orElse(ObjectId.zeroId()), ours.get());
      move(HANDED_OVER_AS, ObjectId.zeroId(), commit);
    }
  }

  /// What of ours is in theirs already, under other ids.
  ///
  /// @param isIn whether theirs has a commit
  Optional<ObjectId> handedOver(Contained isIn) throws IOException {
    Optional<ObjectId> as = read(HANDED_OVER_AS);
    return as.isPresent() && isIn.test(as.get()) ? read(HANDED_OVER) : Optional.empty();
  }

  @FunctionalInterface
  interface Contained {
    boolean test(ObjectId commit) throws IOException;
  }

  /// A commit that the folder is being brought to: a killed run is finished by the next.
  Optional<ObjectId> bringing() throws IOException {
    return read(BRINGING);
  }

  /// Whether the branch is where it was when the folder began to be brought, or was brought to.
  boolean isBringing(ObjectId to) throws IOException {
    Optional<ObjectId> head = head();
    return head.equals(Optional.of(to)) || head.equals(read(BRINGING_FROM));
  }

  /// Two writes, of which the last counts.
  void bring(Optional<ObjectId> from, ObjectId to) throws IOException {
    if (from.isPresent()) {
      move(BRINGING_FROM, read(BRINGING_FROM).orElse(ObjectId.zeroId()), from.get());
    } else {
      remove(BRINGING_FROM);
    }
    move(BRINGING, bringing().orElse(ObjectId.zeroId()), to);
  }

  void brought() throws IOException {
    remove(BRINGING);
    remove(BRINGING_FROM);
  }

  /// Both sides are in step.
  ///
  /// @param theirs what the remote's branch had before
  void arrived(ObjectId commit, Optional<ObjectId> theirs) throws IOException {
    if (request.settings().pushRefspec().redirects()) {
      if (theirs.isPresent()) {
        moveRemote(theirs.get());
      }
    } else {
      moveRemote(commit);
    }
    remove(HANDED_OVER_AS);
  }

  /// @param from where it is: who moved it meanwhile does not lose his commit
  void moveHead(Optional<ObjectId> from, ObjectId to) throws IOException {
    move(request.ref(), from.orElse(ObjectId.zeroId()), to);
  }

  private void moveRemote(ObjectId to) throws IOException {
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
    return REMOTES + request.branch();
  }

  private Optional<ObjectId> read(String name) throws IOException {
    return Optional.ofNullable(store.repository().exactRef(name)).map(Ref::getObjectId);
  }

  private void remove(String name) throws IOException {
    if (read(name).isPresent()) {
      RefUpdate update = store.repository().updateRef(name);
      update.setForceUpdate(true);
      check(name, update.delete());
    }
  }

  private void move(String name, ObjectId from, ObjectId to) throws IOException {
    if (from.equals(to)) {
      return;
    }
    store.syncObjects(clock.instant());
    RefUpdate update = store.repository().updateRef(name);
    update.setExpectedOldObjectId(from);
    update.setNewObjectId(to);
    update.setForceUpdate(true);
    update.setRefLogMessage("gitexport sync", false);
    check(name, update.update());
    store.syncRef(name);
  }

  private void check(String name, RefUpdate.Result result) throws LockFailedException {
    var ref = new File(store.repository().getCommonDirectory(), name);
    if (result == RefUpdate.Result.LOCK_FAILURE && new File(ref + ".lock").exists()) {
      throw new LockFailedException(ref);
    }
    switch (result) {
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
                  .formatted(name, request.gitDirectory(), result),
              null);
    }
  }
}
