package dev.gitexport.operator.gitexport;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.export.Export;
import dev.gitexport.export.ExportOutcome;
import dev.gitexport.export.Owner;
import dev.gitexport.failure.Failure;
import dev.gitexport.operator.event.EventRecorder;
import dev.gitexport.telemetry.ExportMeters;
import dev.gitexport.telemetry.LogKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Tells what happened to a GitExport, once in the log and once as an event, and counts it. What
/// changed nothing is told nowhere.
public record GitExportEvents(EventRecorder recorder, ExportMeters meters) {

  private static final Logger LOG = LoggerFactory.getLogger(GitExportEvents.class);

  void ended(GitExport resource, ExportOutcome outcome) {
    switch (outcome) {
      case ExportOutcome.Published(var current, _) -> published(resource, current);
      case ExportOutcome.RolledBack(var current, _) -> rolledBack(resource, current);
      case ExportOutcome.UpToDate _ -> {}
    }
  }

  void failed(GitExport resource, Failure failure) {
    about(LOG.atWarn(), resource)
        .addKeyValue(LogKeys.REASON, failure.reason().word())
        .addKeyValue(LogKeys.FAILURE, failure.message())
        .log("reconcile failed");
    meters.failed(failure.reason().word());
    recorder.warning(resource, failure.reason().word(), "Reconcile", failure.message());
  }

  void adopted(GitExport resource, Owner former) {
    about(LOG.atInfo(), resource).addKeyValue(LogKeys.HOLDER, former.uid()).log("target adopted");
    recorder.normal(
        resource,
        "Adopted",
        "Adopt",
        "took the target over from %s/%s of cluster '%s' (uid %s)"
            .formatted(former.namespace(), former.name(), former.cluster(), former.uid()));
  }

  void deleted(GitExport resource) {
    about(LOG.atInfo(), resource).log("target deleted");
    recorder.normal(resource, "Deleted", "Delete", "deleted the target with all its exports");
  }

  void kept(GitExport resource, String why) {
    about(LOG.atWarn(), resource).addKeyValue(LogKeys.FAILURE, why).log("target kept");
    recorder.warning(resource, "PathNotOwned", "Delete", "nothing was deleted: " + why);
  }

  private void published(GitExport resource, Export export) {
    with(export, about(LOG.atInfo(), resource)).log("published");
    var stats = export.stats();
    meters.published(stats);
    recorder.normal(
        resource,
        "Published",
        "Export",
        "%s at exports/%s: %d files, %d of them shared, %d bytes written"
            .formatted(
                export.revision(),
                export.id(),
                stats.files(),
                stats.linkedFiles() + stats.reflinkedFiles(),
                stats.writtenBytes()));
  }

  private void rolledBack(GitExport resource, Export export) {
    with(export, about(LOG.atInfo(), resource)).log("rolled back");
    meters.rolledBack();
    recorder.normal(
        resource,
        "RolledBack",
        "Publish",
        "%s at exports/%s".formatted(export.revision(), export.id()));
  }

  private static LoggingEventBuilder with(Export export, LoggingEventBuilder log) {
    return log.addKeyValue(LogKeys.EXPORT, export.id())
        .addKeyValue(LogKeys.REVISION, export.revision());
  }

  private static LoggingEventBuilder about(LoggingEventBuilder log, GitExport resource) {
    return log.addKeyValue(LogKeys.NAMESPACE, resource.getMetadata().getNamespace())
        .addKeyValue(LogKeys.NAME, resource.getMetadata().getName());
  }
}
