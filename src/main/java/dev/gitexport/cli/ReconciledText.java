package dev.gitexport.cli;

import dev.gitexport.export.Export;
import dev.gitexport.export.ExportOutcome;
import dev.gitexport.export.ExportStats;
import dev.gitexport.operator.gitsync.GitSyncRun;
import dev.gitexport.report.SyncReport;
import java.util.Locale;

/// How one resource's turn ended, in one line.
final class ReconciledText {

  private ReconciledText() {}

  static String of(Reconciled reconciled) {
    String name = LocalResource.label(reconciled.resource());
    return switch (reconciled) {
      case Reconciled.Suspended _ -> "%s: suspended%n".formatted(name);
      case Reconciled.Failed(_, var failure, _) ->
          "%s: failed: %s%n".formatted(name, failure.reason().word());
      case Reconciled.Synced(_, GitSyncRun.Finished(var outcome), _) ->
          SyncText.of(SyncReport.of(name, outcome));
      case Reconciled.Synced(_, GitSyncRun.Waiting(var why), _) ->
          "%s: waiting: %s%n".formatted(name, why);
      case Reconciled.Exported(_, var run) ->
          "%s: %s -> exports/%s (%s), %s%n"
              .formatted(
                  name,
                  run.publication().link(),
                  run.outcome().current().id(),
                  ShortRevision.of(run.outcome().current().revision()),
                  outcome(run.outcome()));
    };
  }

  private static String outcome(ExportOutcome outcome) {
    return switch (outcome) {
      case ExportOutcome.Published(var current, _) -> "published: " + counts(current);
      case ExportOutcome.RolledBack _ -> "was here before: nothing written";
      case ExportOutcome.UpToDate _ -> "up to date";
    };
  }

  private static String counts(Export export) {
    ExportStats stats = export.stats();
    return String.format(
        Locale.ROOT,
        "%,d files, %,d linked, %,d written, %s of %s saved",
        stats.files(),
        stats.linkedFiles(),
        stats.writtenFiles(),
        new ByteCount(stats.savedBytes()),
        new ByteCount(stats.bytes()));
  }
}
