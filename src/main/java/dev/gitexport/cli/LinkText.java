package dev.gitexport.cli;

import dev.gitexport.export.ExportCatalog;
import dev.gitexport.export.ExportOutcome;
import dev.gitexport.export.Target;
import dev.gitexport.report.ExportReport;

/// What a target's link points to, for people: `web/shop: current -> exports/<id> (main@3f2c1a9)`.
final class LinkText {

  private LinkText() {}

  static ExportReport.OfTarget report(Target target, ExportOutcome outcome) {
    return ExportReport.of(target, outcome);
  }

  static String of(Target target, ExportOutcome outcome) {
    return "%s: %s -> exports/%s (%s)%n"
        .formatted(
            target.path(),
            ExportCatalog.read(target).link(),
            outcome.current().id(),
            ShortRevision.of(outcome.current().revision()));
  }
}
