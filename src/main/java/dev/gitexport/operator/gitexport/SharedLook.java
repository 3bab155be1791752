package dev.gitexport.operator.gitexport;

import dev.gitexport.git.RemoteRefs;
import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.Treeish;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The refs of a source as they were seen, and what treeishes are by them: by the same refs a
/// treeish is the same tree for ever. Thread safe.
final class SharedLook {

  /// Treeishes that are remembered.
  private static final int MOST = 1_000;

  private final RemoteRefs refs;
  private final Map<Treeish, ResolvedTree> trees = new ConcurrentHashMap<>();

  SharedLook(RemoteRefs refs) {
    this.refs = refs;
  }

  RemoteRefs refs() {
    return refs;
  }

  /// Empty while nobody resolved it.
  Optional<ResolvedTree> tree(Treeish treeish) {
    return Optional.ofNullable(trees.get(treeish));
  }

  void resolved(Treeish treeish, ResolvedTree tree) {
    if (trees.size() >= MOST) {
      trees.clear();
    }
    trees.put(treeish, tree);
  }
}
