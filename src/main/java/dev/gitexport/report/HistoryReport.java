package dev.gitexport.report;

import dev.gitexport.export.HistoryEntry;
import dev.gitexport.export.Target;
import java.util.List;

/// What happened on one target, oldest first.
public record HistoryReport(String target, List<Line> history) {

  public HistoryReport {
    history = List.copyOf(history);
  }

  /// One event.
  ///
  /// @param at RFC 3339
  /// @param event `publish`, `rollback`, `prune`, `pin`, `unpin` or `adopt`
  public record Line(String at, String event, String export, String revision) {}

  public static HistoryReport of(Target target, List<HistoryEntry> entries) {
    return new HistoryReport(
        target.path(),
        entries.stream()
            .map(entry ->
                new Line(entry.at().toString(), entry.event(), entry.export(), entry.revision()))
            .toList());
  }
}
