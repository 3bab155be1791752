package dev.gitexport.sync;

import dev.gitexport.sync.FaultPoints.FaultPoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/// Brings a folder to a commit, then its branch, then the index. The index is locked meanwhile, as
/// git does: in a work tree nobody changes branches in the middle of it.
record Bringing(Session session) {

  /// What the remote changed is no change of ours, where a run was killed in the middle of it.
  /// Where the branch was moved since, by people in a work tree, what is half done is a change like
  /// others.
  void finish() throws IOException {
    Optional<ObjectId> target = session.refs().bringing();
    if (target.isPresent()) {
      if (session.refs().isBringing(target.get())) {
        Optional<Exchange.Step.Again> _ = to(session.refs().head(), target.get());
      }
      // Also where nothing was left to do: a later run would go back to it.
      session.refs().brought();
    }
  }

  /// @param from what the branch names: who commits meanwhile is not overwritten
  /// @return why nothing was changed; empty: it is done
  Optional<Exchange.Step.Again> to(Optional<ObjectId> from, ObjectId commit) throws IOException {
    if (from.equals(Optional.of(commit)) && isThere(from)) {
      return Optional.empty();
    }
    FlatTree tree = session.commits().files(Optional.of(commit));
    DirCache _ = session.index(); // whatever is wrong with it
    DirCache index = session.lockIndex();
    try (HeldDirectory folder = session.request().hold(false)) {
      new OtherGit(session).checkBranch();
      if (!session.refs().head().equals(from)) {
        return Optional.of(new Exchange.Step.Again(List.of()));
      }
      var update =
          new FolderUpdate(
              session.request().folder(), folder, session.repository(), index, session.faults());
      List<String> inTheWay = update.inTheWay(tree);
      if (!inTheWay.isEmpty()) {
        return Optional.of(new Exchange.Step.Again(inTheWay));
      }
      bring(update, tree, index, from, commit);
      return Optional.empty();
    } finally {
      index.unlock();
    }
  }

  private boolean isThere(Optional<ObjectId> head) throws IOException {
    return session.refs().head().equals(head) && session.seal().holds(head);
  }

  private void bring(
      FolderUpdate update, FlatTree tree, DirCache index, Optional<ObjectId> from, ObjectId commit)
      throws IOException {
    session.refs().bring(from, commit);
    List<DirCacheEntry> entries = new ArrayList<>(update.run(tree));
    entries.removeIf(entry -> entry.getFileMode().equals(FileMode.MISSING));
    session.faults().reached(FaultPoint.FOLDER_UPDATED);
    session.refs().moveHead(from, commit);
    session.faults().reached(FaultPoint.BRANCH_MOVED);
    session.writeIndex(index, entries);
    session.faults().reached(FaultPoint.FOLDER_SEALED);
    session.refs().brought();
  }
}
