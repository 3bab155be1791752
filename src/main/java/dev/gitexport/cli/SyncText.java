package dev.gitexport.cli;

import dev.gitexport.report.SyncReport;

/// What became of a folder, for people.
final class SyncText {

  private SyncText() {}

  static String of(SyncReport report) {
    StringBuilder text = new StringBuilder();
    text.append("%s: %s".formatted(report.folder(), report.result()));
    if (report.added() + report.modified() + report.deleted() > 0) {
      text.append(
          ", %d added, %d modified, %d deleted"
              .formatted(report.added(), report.modified(), report.deleted()));
    }
    text.append(
        report.message().isEmpty() ? "%n".formatted() : ". %s%n".formatted(report.message()));
    report.conflicts().forEach(path -> text.append("  both sides changed %s%n".formatted(path)));
    report.lost().forEach(ref -> text.append("  the losing side is kept in %s%n".formatted(ref)));
    report
        .heldBack()
        .forEach(held -> text.append("  held back %s: %s%n".formatted(held.path(), held.why())));
    return text.toString();
  }
}
