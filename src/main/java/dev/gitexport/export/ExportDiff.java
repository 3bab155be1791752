package dev.gitexport.export;

import java.util.ArrayList;
import java.util.List;

/// Compares two manifests in one pass.
final class ExportDiff {

  private final List<PathChange> changes = new ArrayList<>();
  private final ExportIndex.Cursor from;
  private final ExportIndex.Cursor to;
  private boolean left;
  private boolean right;

  private ExportDiff(ExportIndex from, ExportIndex to) {
    this.from = from.cursor();
    this.to = to.cursor();
    this.left = this.from.next();
    this.right = this.to.next();
  }

  static List<PathChange> between(ExportIndex from, ExportIndex to) {
    ExportDiff diff = new ExportDiff(from, to);
    while (diff.left || diff.right) {
      diff.step();
    }
    return diff.changes;
  }

  private void step() {
    int order = left && right ? from.comparePath(to) : left ? -1 : 1;
    if (order < 0) {
      changes.add(new PathChange(PathChange.Kind.DELETED, from.path()));
      left = from.next();
    } else if (order > 0) {
      changes.add(new PathChange(PathChange.Kind.ADDED, to.path()));
      right = to.next();
    } else {
      if (from.mode() != to.mode() || !to.holds(from.id())) {
        changes.add(new PathChange(PathChange.Kind.MODIFIED, to.path()));
      }
      left = from.next();
      right = to.next();
    }
  }
}
