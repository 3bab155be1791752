package dev.gitexport.report;

import dev.gitexport.export.ExportId;
import dev.gitexport.export.PathChange;
import dev.gitexport.export.Target;
import java.util.List;

/// What differs between two exports, by path.
public record DiffReport(String target, String from, String to, List<Line> changes) {

  public DiffReport {
    changes = List.copyOf(changes);
  }

  /// One path.
  ///
  /// @param change `Added`, `Modified` or `Deleted`
  public record Line(String change, String path) {}

  public static DiffReport of(Target target, ExportId from, ExportId to, List<PathChange> changes) {
    return new DiffReport(
        target.path(),
        from.text(),
        to.text(),
        changes.stream().map(change -> new Line(word(change.kind()), change.path())).toList());
  }

  private static String word(PathChange.Kind kind) {
    return switch (kind) {
      case ADDED -> "Added";
      case MODIFIED -> "Modified";
      case DELETED -> "Deleted";
    };
  }
}
