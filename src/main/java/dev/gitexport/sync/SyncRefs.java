package dev.gitexport.sync;

import dev.gitexport.git.SyncStore;
import java.io.File;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.LockFailedException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.revwalk.RevWalk;

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
  private static final String LOST = "refs/gitsync/lost/";
  private static final String ASIDE = "refs/gitsync/aside/";

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
    String name = LOST + stamp(commit, now);
    if (read(name).isEmpty()) {
      move(name, ObjectId.zeroId(), commit);
    }
    return name;
  }

  /// What lost a conflict and is, as far as is known, nowhere but here.
  Set<ObjectId> lostOnlyHere() throws IOException {
    Set<ObjectId> only = new LinkedHashSet<>();
    for (Ref lost : store.repository().getRefDatabase().getRefsByPrefix(LOST)) {
      ObjectId commit = read(lost.getName()).orElseThrow();
      if (read(ASIDE + commit.name()).isEmpty() && !isAtRemote(commit)) {
        only.add(commit);
      }
    }
    return only;
  }

  private boolean isAtRemote(ObjectId commit) throws IOException {
    Optional<ObjectId> remote = remote();
    if (remote.isEmpty()) {
      return false;
    }
    try (var walk = new RevWalk(store.repository())) {
      return walk.isMergedInto(walk.parseCommit(commit), walk.parseCommit(remote.get()));
    }
  }

  /// Says that the remote has what lost, in a branch of its own.
  void keptAside(ObjectId commit) throws IOException {
    String name = ASIDE + commit.name();
    move(name, read(name).orElse(ObjectId.zeroId()), commit);
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
