package dev.gitexport.sync;

import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Reads and writes commits of one repository.
record Commits(Repository repository, SyncRequest request, Clock clock) {

  private static final int LONGEST_TOLD = 1_000;

  ObjectId tree(ObjectId commit) throws IOException {
    try (var walk = new RevWalk(repository)) {
      return walk.parseCommit(commit).getTree().copy();
    }
  }

  FlatTree files(Optional<ObjectId> commit) throws IOException {
    return commit.isEmpty() ? FlatTree.EMPTY : FlatTree.of(repository, tree(commit.get()));
  }

  /// A fetch refuses names that git does not allow; others may be no text, and Java cannot write
  /// these. Files may lie deeper than a scan of the folder goes.
  ///
  /// @throws SyncException.GuardTripped when there is such a file
  void checkPaths(ObjectId commit) throws IOException {
    try (var walk = new TreeWalk(repository)) {
      walk.addTree(tree(commit));
      walk.setRecursive(true);
      while (walk.next()) {
        String path = walk.getPathString();
        if (!Arrays.equals(walk.getRawPath(), Constants.encode(path))) {
          throw unfit(path, "whose name is not UTF-8");
        }
        if (walk.getDepth() > FolderScan.DEEPEST) {
          throw unfit(path, "below more than %d directories".formatted(FolderScan.DEEPEST));
        }
      }
    }
  }

  private SyncException.GuardTripped unfit(String path, String why) {
    return new SyncException.GuardTripped(
        "Could not bring the remote's changes into %s: branch %s has '%s', %s. Nothing was changed; rename it there."
            .formatted(request.folder(), request.branch(), shortened(path), why));
  }

  /// For a status, which holds no more.
  private static String shortened(String path) {
    return path.length() <= LONGEST_TOLD ? path : path.substring(0, LONGEST_TOLD) + "…";
  }

  /// A commit by the author of the settings.
  ObjectId write(ObjectId tree, List<ObjectId> parents, String message) throws IOException {
    return write(tree, parents, message, ident(request.settings().author()));
  }

  /// The same change by the same author somewhere else.
  ObjectId rewrite(RevCommit commit, ObjectId tree, List<ObjectId> parents) throws IOException {
    return write(tree, parents, commit.getFullMessage(), commit.getAuthorIdent());
  }

  private ObjectId write(ObjectId tree, List<ObjectId> parents, String message, PersonIdent author)
      throws IOException {
    var commit = new CommitBuilder();
    commit.setTreeId(tree);
    commit.setParentIds(parents);
    commit.setAuthor(author);
    commit.setCommitter(ident(request.settings().committer()));
    commit.setMessage(message);
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id;
    }
  }

  private PersonIdent ident(Person person) {
    return new PersonIdent(person.name(), person.email(), clock.instant(), ZoneOffset.UTC);
  }

  String message(Changes changes) {
    int slash = request.name().lastIndexOf('/');
    return request
        .settings()
        .messageTemplate()
        .replace("{added}", Integer.toString(changes.added()))
        .replace("{modified}", Integer.toString(changes.modified()))
        .replace("{deleted}", Integer.toString(changes.deleted()))
        .replace("{namespace}", slash < 0 ? "" : request.name().substring(0, slash))
        .replace("{name}", request.name().substring(slash + 1));
  }
}
