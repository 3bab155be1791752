package dev.gitexport.git;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;

/// What has to be fetched before a treeish can be resolved.
///
/// @param tips the objects, by the name of the ref that keeps each in the store
/// @param depth commits deep, [#ALL] for the whole history
record Want(Map<String, ObjectId> tips, int depth) {

  /// git's own number for it.
  static final int ALL = Integer.MAX_VALUE;

  private static final int SEARCH_DEPTH = 64;

  Want {
    tips = Map.copyOf(tips);
  }

  static Want of(Lookup lookup, RemoteRefs look) throws IOException {
    var expression = RevisionExpression.parse(lookup);
    String base = expression.base();
    int depth = depth(expression.steps());
    if (ObjectNames.isFull(base)) {
      String id = base.toLowerCase(Locale.ROOT);
      return new Want(Map.of(commitRef(id), ObjectId.fromString(id)), depth);
    }
    Optional<Ref> ref = new RefNames(look).find(base);
    if (ref.isPresent()) {
      String name = ref.get().getName().substring(look.source().namespace().refPrefix().length());
      return new Want(Map.of(storedName(name), ref.get().getObjectId()), depth);
    }
    return ObjectNames.mayBeAbbreviated(base) ? branchesAndTags(look) : new Want(Map.of(), ALL);
  }

  Want deeper() {
    return new Want(tips, depth > 4_096 ? ALL : depth * 8);
  }

  /// The name that keeps a commit which was asked for by its id.
  static String commitRef(String id) {
    return "refs/commits/" + id;
  }

  /// A bare HEAD would be the store's own.
  static String storedName(String name) {
    return name.equals("HEAD") ? "refs/HEAD" : name;
  }

  /// Whether it was asked for by an id that no ref need have.
  boolean isById() {
    return tips.keySet().stream().anyMatch(name -> name.startsWith("refs/commits/"));
  }

  static Want branchesAndTags(RemoteRefs look) {
    var tips = new TreeMap<String, ObjectId>();
    for (String name : look.names()) {
      if (name.startsWith("refs/heads/") || name.startsWith("refs/tags/")) {
        look.id(name).ifPresent(id -> tips.put(name, id));
      }
    }
    return new Want(tips, ALL);
  }

  private static int depth(List<RevisionStep> steps) {
    long depth = 1;
    for (RevisionStep step : steps) {
      depth +=
          switch (step) {
            case RevisionStep.Parent(var number) -> Math.min(number, 1);
            case RevisionStep.Ancestor(var generations) -> generations;
            case RevisionStep.Search _ -> SEARCH_DEPTH;
            case RevisionStep.Peel _ -> 0;
          };
    }
    return (int) Math.min(depth, ALL);
  }
}
