package dev.gitexport.sync;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;

/// All files of a tree, by path.
record FlatTree(Map<String, Leaf> leaves) {

  static final FlatTree EMPTY = new FlatTree(Map.of());

  record Leaf(FileMode mode, ObjectId id) {}

  static FlatTree of(Repository repository, ObjectId tree) throws IOException {
    Map<String, Leaf> leaves = new TreeMap<>();
    try (var walk = new TreeWalk(repository)) {
      walk.addTree(tree);
      walk.setRecursive(true);
      while (walk.next()) {
        leaves.put(walk.getPathString(), new Leaf(walk.getFileMode(0), walk.getObjectId(0)));
      }
    }
    return new FlatTree(leaves);
  }

  static FlatTree of(List<DirCacheEntry> entries) {
    Map<String, Leaf> leaves = new TreeMap<>();
    entries.forEach(entry ->
        leaves.put(entry.getPathString(), new Leaf(entry.getFileMode(), entry.getObjectId())));
    return new FlatTree(leaves);
  }

  Changes changesTo(FlatTree other) {
    int added = 0;
    int modified = 0;
    for (var leaf : other.leaves.entrySet()) {
      Leaf before = leaves.get(leaf.getKey());
      added += before == null ? 1 : 0;
      modified += before != null && !before.equals(leaf.getValue()) ? 1 : 0;
    }
    return new Changes(added, modified, leaves.size() + added - other.leaves.size());
  }

  /// Files whose content is at no other path afterwards either: a rename loses none.
  long lostBy(FlatTree other) {
    Set<ObjectId> kept = new HashSet<>();
    other.leaves.forEach((path, leaf) -> {
      if (!leaves.containsKey(path)) {
        kept.add(leaf.id());
      }
    });
    return leaves.entrySet().stream()
        .filter(leaf -> !other.leaves.containsKey(leaf.getKey()))
        .filter(leaf -> !kept.contains(leaf.getValue().id()))
        .count();
  }

  /// Path by path: who alone changed something prevails, and where both did, the winner.
  static FlatTree merge(FlatTree base, FlatTree winner, FlatTree loser) {
    Set<String> paths = new TreeSet<>(winner.leaves.keySet());
    paths.addAll(loser.leaves.keySet());
    var merged = new TreeMap<String, Leaf>();
    for (String path : paths) {
      Leaf was = base.leaves.get(path);
      Leaf won = winner.leaves.get(path);
      boolean loserAlone = was == null ? won == null : was.equals(won);
      Leaf result = loserAlone ? loser.leaves.get(path) : won;
      if (result != null) {
        merged.put(path, result);
      }
    }
    merged.keySet().removeIf(path -> !winner.leaves.containsKey(path) && clashes(path, merged));
    return new FlatTree(merged);
  }

  /// Whether a file has the name of another's directory, or the other way round.
  private static boolean clashes(String path, TreeMap<String, Leaf> merged) {
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      if (merged.containsKey(path.substring(0, slash))) {
        return true;
      }
    }
    String below = merged.ceilingKey(path + "/");
    return below != null && below.startsWith(path + "/");
  }

  ObjectId write(Repository repository) throws IOException {
    DirCache index = DirCache.newInCore();
    DirCacheBuilder builder = index.builder();
    leaves.forEach((path, leaf) -> {
      var entry = new DirCacheEntry(path);
      entry.setFileMode(leaf.mode());
      entry.setObjectId(leaf.id());
      builder.add(entry);
    });
    builder.finish();
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId tree = index.writeTree(inserter);
      inserter.flush();
      return tree;
    }
  }
}
