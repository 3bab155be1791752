package dev.gitexport.operator.gitexport;

import static dev.gitexport.operator.event.ResourceNames.about;
import static dev.gitexport.operator.event.ResourceNames.name;
import static dev.gitexport.operator.event.ResourceNames.namespace;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.export.Export;
import dev.gitexport.export.ExportOutcome;
import dev.gitexport.export.Owner;
import dev.gitexport.failure.Failure;
import dev.gitexport.git.FetchedRef;
import dev.gitexport.operator.event.EventRecorder;
import dev.gitexport.telemetry.ExportMeters;
import dev.gitexport.telemetry.LogEntry;
import dev.gitexport.telemetry.LogKeys;
import dev.gitexport.telemetry.ResourceMeters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells what happened to a GitExport, once in the log and once as an event, and counts it. What
/// changed nothing is told nowhere.
public record GitExportEvents(
    EventRecorder recorder, ExportMeters meters, ResourceMeters resources) {

  private static final Logger LOG = LoggerFactory.getLogger(GitExportEvents.class);

  /// Refs that refspecs name were fetched.
  void fetched(GitExport resource, List<FetchedRef> refs) {
    String updated = FetchedRefs.updated(refs);
    String rejected = FetchedRefs.rejected(refs);
    if (!updated.isEmpty()) {
      recorder.normal(resource, "RefsUpdated", "Fetch", updated);
    }
    if (!rejected.isEmpty()) {
      recorder.warning(
          resource,
          "RefsRejected",
          "Fetch",
          rejected + ": it would have lost commits; write a '+' before its refspec to allow that");
    }
  }

  void ended(GitExport resource, ExportOutcome outcome) {
    switch (outcome) {
      case ExportOutcome.Published(var current, _) -> published(resource, current);
      case ExportOutcome.RolledBack(var current, _) -> rolledBack(resource, current);
      case ExportOutcome.UpToDate _ -> {}
    }
  }

  void failed(GitExport resource, Failure failure) {
    about(resource)
        .with(LogKeys.REASON, failure.reason().word())
        .with(LogKeys.FAILURE, failure.message())
        .log(LOG.atWarn(), "reconcile failed");
    meters.failed(failure.reason().word());
    resources.failed(namespace(resource), name(resource));
    recorder.warning(resource, failure.reason().word(), "Reconcile", failure.message());
  }

  /// The resource is as it is wanted.
  ///
  /// @param polled the interval of looks at its repository; empty when nobody looks
  void settled(GitExport resource, Instant at, Optional<Duration> polled, Inventory inventory) {
    String revision =
        inventory.currentExport().map(Export::revision).map(Object::toString).orElse("");
    resources.succeeded(namespace(resource), name(resource), at, polled, revision);
  }

  void suspended(GitExport resource) {
    resources.suspended(namespace(resource), name(resource));
  }

  void gone(GitExport resource) {
    resources.gone(namespace(resource), name(resource));
  }

  void pruned(int exports) {
    meters.pruned(exports);
  }

  void adopted(GitExport resource, Owner former) {
    about(resource).with(LogKeys.HOLDER, former.uid()).log(LOG.atInfo(), "target adopted");
    recorder.normal(
        resource,
        "Adopted",
        "Adopt",
        "took the target over from %s/%s of cluster '%s' (uid %s)"
            .formatted(former.namespace(), former.name(), former.cluster(), former.uid()));
  }

  void deleted(GitExport resource) {
    about(resource).log(LOG.atInfo(), "target deleted");
    recorder.normal(resource, "Deleted", "Delete", "deleted the target with all its exports");
  }

  void kept(GitExport resource, String why) {
    about(resource).with(LogKeys.FAILURE, why).log(LOG.atWarn(), "target kept");
    recorder.warning(resource, "PathNotOwned", "Delete", "nothing was deleted: " + why);
  }

  private void published(GitExport resource, Export export) {
    aboutExport(resource, export).log(LOG.atInfo(), "published");
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
    aboutExport(resource, export).log(LOG.atInfo(), "rolled back");
    meters.rolledBack();
    recorder.normal(
        resource,
        "RolledBack",
        "Publish",
        "%s at exports/%s".formatted(export.revision(), export.id()));
  }

  private static LogEntry aboutExport(GitExport resource, Export export) {
    return about(resource)
        .with(LogKeys.EXPORT, export.id())
        .with(LogKeys.REVISION, export.revision());
  }
}
