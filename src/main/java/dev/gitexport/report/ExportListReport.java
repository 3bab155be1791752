package dev.gitexport.report;

import dev.gitexport.export.Export;
import dev.gitexport.export.ExportCatalog;
import dev.gitexport.export.ExportId;
import dev.gitexport.export.ExportPhase;
import dev.gitexport.export.Target;
import java.time.Instant;
import java.util.List;

/// The exports of one target, newest first.
///
/// @param link name of the symlink
/// @param current what it points to; empty when nothing is published
/// @param pinned what a pin holds it to; empty for none
public record ExportListReport(
    String target, String link, String current, String pinned, List<Line> exports) {

  public ExportListReport {
    exports = List.copyOf(exports);
  }

  /// One export.
  ///
  /// @param phase `Exported`, `Published` or `Superseded`
  /// @param publishedAt RFC 3339; empty when it never was
  /// @param damaged paths that a verification found changed
  public record Line(
      String export,
      String revision,
      String commit,
      String tree,
      String phase,
      long files,
      long linked,
      long written,
      long bytes,
      long writtenBytes,
      long savedBytes,
      String exportedAt,
      String publishedAt,
      String supersededAt,
      List<String> damaged) {

    public Line {
      damaged = List.copyOf(damaged);
    }
  }

  public static ExportListReport of(Target target, ExportCatalog catalog) {
    return new ExportListReport(
        target.path(),
        catalog.link(),
        catalog.current().map(ExportId::text).orElse(""),
        catalog.pinned().map(ExportId::text).orElse(""),
        catalog.exports().stream().map(ExportListReport::line).toList());
  }

  private static Line line(Export export) {
    return new Line(
        export.id().text(),
        export.revision(),
        export.commit(),
        export.tree(),
        phase(export.phase()),
        export.stats().files(),
        export.stats().linkedFiles(),
        export.stats().writtenFiles(),
        export.stats().bytes(),
        export.stats().writtenBytes(),
        export.stats().savedBytes(),
        export.exportedAt().toString(),
        export.publishedAt().map(Instant::toString).orElse(""),
        export.supersededAt().map(Instant::toString).orElse(""),
        export.damaged().stream().sorted().toList());
  }

  private static String phase(ExportPhase phase) {
    return switch (phase) {
      case ExportPhase.Exported() -> "Exported";
      case ExportPhase.Published _ -> "Published";
      case ExportPhase.Superseded _ -> "Superseded";
    };
  }
}
