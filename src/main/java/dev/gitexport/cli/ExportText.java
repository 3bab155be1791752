package dev.gitexport.cli;

import dev.gitexport.report.ExportReport;
import java.util.Locale;

/// A report of one export for people.
final class ExportText {

  private ExportText() {}

  static String of(ExportReport report, String where) {
    return String.format(
        Locale.ROOT,
        """
        %s -> %s
        files    %,d
        linked   %,d
        written  %,d
        bytes    %s, %s of them saved by sharing
        """,
        report.revision(),
        where,
        report.files(),
        report.linked(),
        report.written(),
        new ByteCount(report.bytes()),
        new ByteCount(report.savedBytes()));
  }
}
