package dev.gitexport.sync;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.ResolveMerger;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/// Puts our commits on top of theirs, in memory: no work tree, no filter, no driver.
///
/// @param keepHistory `false`: trees are merged, and the result is one commit without parents
record Rebase(Commits commits, SyncRefs refs, boolean keepHistory) {

  sealed interface Result {

    /// @param commit theirs with what ours adds; theirs itself when that is nothing
    record Clean(ObjectId commit) implements Result {}

    record Conflict(Optional<ObjectId> base, List<String> paths) implements Result {
      public Conflict {
        paths = List.copyOf(paths);
      }
    }
  }

  Result of(ObjectId ours, ObjectId theirs) throws IOException {
    if (!keepHistory) {
      return joined(ours, theirs);
    }
    try (var walk = new RevWalk(commits.repository())) {
      RevCommit our = walk.parseCommit(ours);
      RevCommit their = walk.parseCommit(theirs);
      if (walk.isMergedInto(their, our)) {
        return new Result.Clean(ours);
      }
      if (walk.isMergedInto(our, their)) {
        return new Result.Clean(theirs);
      }
      List<RevCommit> own = own(walk, our, their, handedOver(walk, their));
      return own.stream().anyMatch(commit -> commit.getParentCount() > 1)
          ? merged(our, their)
          : replayed(own, ours, theirs);
    }
  }

  private Optional<ObjectId> handedOver(RevWalk walk, RevCommit theirs) throws IOException {
    return refs.handedOver(commit -> walk.isMergedInto(walk.parseCommit(commit), theirs));
  }

  private static List<RevCommit> own(
      RevWalk walk, RevCommit ours, RevCommit theirs, Optional<ObjectId> handedOver)
      throws IOException {
    walk.reset();
    walk.sort(RevSort.TOPO);
    walk.sort(RevSort.REVERSE, true);
    walk.markStart(ours);
    walk.markUninteresting(theirs);
    if (handedOver.isPresent()) {
      walk.markUninteresting(walk.parseCommit(handedOver.get()));
    }
    List<RevCommit> own = new ArrayList<>();
    for (RevCommit commit : walk) {
      walk.parseBody(commit);
      own.add(commit);
    }
    return own;
  }

  private Result replayed(List<RevCommit> own, ObjectId ours, ObjectId theirs) throws IOException {
    ObjectId onto = theirs;
    for (RevCommit commit : own) {
      ResolveMerger merger = merger(MergeStrategy.RESOLVE);
      if (commit.getParentCount() > 0) {
        merger.setBase(commit.getParent(0));
      }
      if (!merger.merge(onto, commit)) {
        return inOne(own.getLast(), ours, theirs);
      }
      AnyObjectId tree = merger.getResultTreeId();
      if (!tree.equals(commits.tree(onto))) {
        onto = commits.rewrite(commit, tree.toObjectId(), List.of(onto));
      }
    }
    return new Result.Clean(onto);
  }

  /// What a commit of ours has against theirs, a later one may have settled: people make the folder
  /// like the branch. Then all of ours is one commit, and what stood between is kept.
  private Result inOne(RevCommit last, ObjectId ours, ObjectId theirs) throws IOException {
    ResolveMerger merger = merger(MergeStrategy.RESOLVE);
    if (!merger.merge(ours, theirs)) {
      return new Result.Conflict(base(ours, theirs), merger.getUnmergedPaths());
    }
    refs.keepLost(ours, commits.clock().instant());
    ObjectId tree = merger.getResultTreeId();
    return new Result.Clean(
        tree.equals(commits.tree(theirs)) ? theirs : commits.rewrite(last, tree, List.of(theirs)));
  }

  private Result merged(RevCommit ours, RevCommit theirs) throws IOException {
    ResolveMerger merger = merger(MergeStrategy.RECURSIVE);
    if (!merger.merge(ours, theirs)) {
      return new Result.Conflict(base(ours, theirs), merger.getUnmergedPaths());
    }
    return new Result.Clean(
        commits.write(
            merger.getResultTreeId(), List.of(ours, theirs), "Merge the remote's changes"));
  }

  private Result joined(ObjectId ours, ObjectId theirs) throws IOException {
    Optional<ObjectId> remote = refs.remote();
    Optional<ObjectId> base = refs.handedOver(theirs::equals).or(() -> remote);
    if (base.equals(Optional.of(theirs))) {
      return new Result.Clean(commits.tree(ours).equals(commits.tree(theirs)) ? theirs : ours);
    }
    ResolveMerger merger = merger(MergeStrategy.RESOLVE);
    if (base.isPresent()) {
      merger.setBase(base.get());
    }
    if (!merger.merge(ours, theirs)) {
      return new Result.Conflict(base, merger.getUnmergedPaths());
    }
    ObjectId tree = merger.getResultTreeId();
    return new Result.Clean(tree.equals(commits.tree(theirs)) ? theirs : orphan(ours, tree));
  }

  private ObjectId orphan(ObjectId like, ObjectId tree) throws IOException {
    try (var walk = new RevWalk(commits.repository())) {
      return commits.rewrite(walk.parseCommit(like), tree, List.of());
    }
  }

  /// Theirs with all that ours adds; in the paths that both changed, the winner's.
  ObjectId forced(ObjectId ours, ObjectId theirs, Optional<ObjectId> base, boolean oursWins)
      throws IOException {
    FlatTree our = commits.files(Optional.of(ours));
    FlatTree their = commits.files(Optional.of(theirs));
    FlatTree before = commits.files(base);
    FlatTree merged =
        oursWins ? FlatTree.merge(before, our, their) : FlatTree.merge(before, their, our);
    ObjectId tree = merged.write(commits.repository());
    if (tree.equals(commits.tree(theirs))) {
      return theirs;
    }
    try (var walk = new RevWalk(commits.repository())) {
      return commits.rewrite(
          walk.parseCommit(ours), tree, keepHistory ? List.of(theirs) : List.of());
    }
  }

  private Optional<ObjectId> base(ObjectId ours, ObjectId theirs) throws IOException {
    try (var walk = new RevWalk(commits.repository())) {
      walk.setRevFilter(RevFilter.MERGE_BASE);
      walk.markStart(walk.parseCommit(ours));
      walk.markStart(walk.parseCommit(theirs));
      return Optional.ofNullable(walk.next()).map(RevCommit::copy);
    }
  }

  private ResolveMerger merger(org.eclipse.jgit.merge.ThreeWayMergeStrategy strategy) {
    return (ResolveMerger) strategy.newMerger(commits.repository(), true);
  }
}
