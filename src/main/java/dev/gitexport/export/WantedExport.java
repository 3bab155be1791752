package dev.gitexport.export;

import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.Revision;
import java.util.List;
import java.util.Optional;

/// A tree to be exported, and how.
record WantedExport(ExportSettings settings, ResolvedTree tree) {

  /// An export that is what is wanted; the current one when it is among them.
  Optional<Export> among(List<Export> exports, Optional<ExportId> current) {
    List<Export> same = exports.stream().filter(this::is).toList();
    return same.stream()
        .filter(export -> current.equals(Optional.of(export.id())))
        .findFirst()
        .or(() -> same.stream().findFirst());
  }

  private boolean is(Export export) {
    return export.tree().equals(tree.tree().name())
        && export.settings().equals(settings)
        && export.damaged().isEmpty()
        && (export.keywords().isEmpty() || export.keywords().equals(keywords(tree)));
  }

  /// What keywords in a tree are expanded for.
  static String keywords(ResolvedTree tree) {
    return tree.wholeCommit() && tree.revision() instanceof Revision.OfCommit commit
        ? commit.id().name()
        : Export.UNEXPANDED;
  }
}
