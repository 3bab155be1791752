package dev.gitexport.export;

import java.util.List;

/// How a run ended that did not fail.
public sealed interface ExportOutcome {

  /// What the link points to now.
  Export current();

  /// Exports that retention no longer holds, for [Exporter#prune].
  List<ExportId> prunable();

  /// A new export was made, or one that a crash left unpublished taken up, and the link moved.
  record Published(Export current, List<ExportId> prunable) implements ExportOutcome {}

  /// The link moved to an export that was published before: a pin, or a treeish of an old tree.
  record RolledBack(Export current, List<ExportId> prunable) implements ExportOutcome {}

  /// The link points to the wanted tree already; nothing was written.
  record UpToDate(Export current, List<ExportId> prunable) implements ExportOutcome {}
}
