package dev.gitexport.operator.gitsync;

import static dev.gitexport.operator.event.ResourceNames.about;
import static dev.gitexport.operator.event.ResourceNames.name;
import static dev.gitexport.operator.event.ResourceNames.namespace;

import dev.gitexport.api.v1alpha1.GitSync;
import dev.gitexport.api.v1alpha1.GitSyncStatus;
import dev.gitexport.failure.Failure;
import dev.gitexport.operator.event.EventRecorder;
import dev.gitexport.sync.Changes;
import dev.gitexport.sync.SyncOutcome;
import dev.gitexport.telemetry.LogKeys;
import dev.gitexport.telemetry.ResourceMeters;
import dev.gitexport.telemetry.SyncMeters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells what happened to a GitSync, once in the log and once as an event, and counts it. What
/// changed nothing is told nowhere.
public record GitSyncEvents(EventRecorder recorder, SyncMeters meters, ResourceMeters resources) {

  private static final Logger LOG = LoggerFactory.getLogger(GitSyncEvents.class);

  /// @param before the observed status
  /// @param after the status that will be
  void ended(GitSync resource, SyncOutcome outcome, GitSyncStatus before, GitSyncStatus after) {
    switch (outcome) {
      case SyncOutcome.Pushed(_, var changes, var lost, _) ->
          pushed(resource, after, changes, lost);
      case SyncOutcome.Conflicted _ -> {
        if (!Optional.ofNullable(after.conflict()).equals(Optional.ofNullable(before.conflict()))) {
          conflicted(resource, after);
        }
      }
      case SyncOutcome.Waiting _ -> {}
      case SyncOutcome.Committed _, SyncOutcome.NothingToCommit _ -> {
        if (!after.lastCommit().equals(before.lastCommit())) {
          followed(resource, after);
        }
      }
    }
    if (!after.heldBack().isEmpty() && !after.heldBack().equals(before.heldBack())) {
      heldBack(resource, after);
    }
  }

  void failed(GitSync resource, Failure failure) {
    about(resource)
        .with(LogKeys.REASON, failure.reason().word())
        .with(LogKeys.FAILURE, failure.message())
        .log(LOG.atWarn(), "reconcile failed");
    meters.failed(failure.reason().word());
    resources.failed(namespace(resource), name(resource));
    recorder.warning(resource, failure.reason().word(), "Reconcile", failure.message());
  }

  /// Changes are found at the interval alone, though they should be heard of.
  void unwatched(GitSync resource, String why) {
    about(resource).with(LogKeys.FAILURE, why).log(LOG.atWarn(), "folder not watched");
    recorder.warning(
        resource,
        "NotWatching",
        "Watch",
        "changes are not heard of, only found every %s: %s"
            .formatted(resource.getSpec().interval().text(), why));
  }

  /// Folder and branch are the same.
  void settled(GitSync resource, Instant at, Duration interval, String revision) {
    resources.succeeded(namespace(resource), name(resource), at, Optional.of(interval), revision);
  }

  /// They are not, and people have to decide.
  void unsettled(GitSync resource) {
    resources.failed(namespace(resource), name(resource));
  }

  void suspended(GitSync resource) {
    resources.suspended(namespace(resource), name(resource));
  }

  void gone(GitSync resource) {
    resources.gone(namespace(resource), name(resource));
  }

  void deleted(GitSync resource) {
    about(resource).log(LOG.atInfo(), "folder deleted");
    recorder.normal(
        resource, "Deleted", "Delete", "deleted the folder, after all of it was pushed");
  }

  private void pushed(GitSync resource, GitSyncStatus status, Changes changes, List<String> lost) {
    about(resource)
        .with(LogKeys.REVISION, status.remoteRevision())
        .log(LOG.atInfo(), "folder pushed");
    meters.pushed(changes);
    recorder.normal(
        resource,
        "Pushed",
        "Push",
        "%s: %d added, %d modified, %d deleted"
            .formatted(
                status.remoteRevision(), changes.added(), changes.modified(), changes.deleted()));
    if (!lost.isEmpty()) {
      meters.conflicted();
      recorder.warning(
          resource,
          "ConflictResolved",
          "Push",
          "both sides had changed the same; the losing side is kept in " + String.join(", ", lost));
    }
  }

  private void followed(GitSync resource, GitSyncStatus status) {
    about(resource)
        .with(LogKeys.REVISION, status.remoteRevision())
        .log(LOG.atInfo(), "folder brought up to date");
    meters.followed();
    recorder.normal(resource, "Updated", "Pull", "the folder is " + status.remoteRevision());
  }

  private void conflicted(GitSync resource, GitSyncStatus status) {
    String message = GitSyncStatusPatch.message(status.conflict());
    about(resource).with(LogKeys.FAILURE, message).log(LOG.atWarn(), "folder conflicts");
    meters.conflicted();
    recorder.warning(resource, "Conflicted", "Push", message);
  }

  private void heldBack(GitSync resource, GitSyncStatus status) {
    String message = GitSyncStatusPatch.message(status.heldBack());
    about(resource).with(LogKeys.FAILURE, message).log(LOG.atWarn(), "files held back");
    recorder.warning(resource, "HeldBack", "Commit", message);
  }
}
