package dev.gitexport.sync;

import dev.gitexport.git.WorkTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCache;

/// What people do with their own git in a work tree that is kept in step. At a repository of ours
/// there is nobody else.
record OtherGit(Session session) {

  /// @throws SyncException.GuardTripped when something is begun there and not finished: a commit of
  ///   ours would end it, and lose what it is to be joined with
  /// @throws SyncException.Locked when the work tree is on another branch than it was
  void check(DirCache index) throws IOException {
    if (!session.request().isWorkTree()) {
      return;
    }
    Optional<String> begun = WorkTree.begun(session.store().directory());
    if (begun.isPresent() || index.hasUnmergedPaths()) {
      throw new SyncException.GuardTripped(
          "Could not commit %s: a %s is not finished there. Finish it with git, or abort it."
              .formatted(session.request().folder(), begun.orElse("merge")));
    }
    checkBranch();
  }

  /// @throws SyncException.Locked when the work tree is on another branch than it was
  void checkBranch() throws IOException {
    SyncRequest request = session.request();
    String branch = String.valueOf(session.repository().getFullBranch());
    if (request.isWorkTree() && !branch.equals(request.ref())) {
      throw new SyncException.Locked(
          "Could not keep %s in step: it was put on %s, and was on %s when that began. Try again."
              .formatted(request.folder(), branch, request.ref()),
          null);
    }
  }

  static SyncException.FolderFailed unreadable(Path folder, IOException e) {
    return new SyncException.FolderFailed(
        "Could not read the index of %s: %s. If it is sparse or split, write it whole with `git sparse-checkout reapply --no-sparse-index` or `git update-index --no-split-index`."
            .formatted(folder, e.getMessage()),
        e);
  }
}
