package dev.gitexport.cli;

import dev.gitexport.export.Export;
import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.Revision;
import dev.gitexport.git.TreeSource;
import dev.gitexport.git.Treeish;
import org.eclipse.jgit.lib.ObjectId;

/// Finds the tree of an export in its repository again, with the revision that it was exported by.
final class ExportedTree {

  private static final String ID = "@sha1:";

  private ExportedTree() {}

  /// What the source has to resolve for it.
  static Treeish treeish(Export export) {
    return new Treeish(export.commit().isEmpty() ? export.tree() : export.commit());
  }

  static ResolvedTree of(Export export, TreeSource source) {
    ResolvedTree commit = source.resolve(treeish(export));
    if (export.commit().isEmpty()) {
      return commit;
    }
    ObjectId tree = ObjectId.fromString(export.tree());
    return new ResolvedTree(named(commit.revision(), export), tree, commit.tree().equals(tree));
  }

  private static Revision named(Revision revision, Export export) {
    int at = export.revision().lastIndexOf(ID);
    return switch (revision) {
      case Revision.OfCommit(_, var id, var time) when at > 0 ->
          new Revision.OfCommit(export.revision().substring(0, at), id, time);
      case Revision.OfCommit commit -> commit;
      case Revision.OfTree tree -> tree;
    };
  }
}
