package dev.gitexport.operator.gitsync;

import dev.gitexport.api.v1alpha1.GitSync;
import dev.gitexport.api.v1alpha1.GitSyncStatus;
import dev.gitexport.export.Owner;
import dev.gitexport.operator.resource.Annotations;
import dev.gitexport.operator.resource.Owners;
import dev.gitexport.operator.resource.ResourceChanges;
import dev.gitexport.operator.resource.StatusWriter;
import dev.gitexport.operator.schedule.Jitter;
import dev.gitexport.operator.source.Secrets;
import dev.gitexport.sync.SyncOutcome;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Ignore;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Keeps a GitSync's folder and branch in step, and its status true. Holds no state of its own:
/// everything is read anew each time.
@Ignore // by the Quarkus extension, which would make a second controller of it
@ControllerConfiguration(name = GitSyncReconciler.NAME)
public final class GitSyncReconciler implements Reconciler<GitSync> {

  public static final String NAME = "gitsync";

  private static final Duration WHEN_EXPORTED = Duration.ofSeconds(3);
  private static final Secrets<GitSync> SECRETS =
      new Secrets<>(
          GitSync.class,
          resource -> Optional.ofNullable(resource.getSpec().secretRef()),
          resource -> Optional.ofNullable(resource.getSpec().proxySecretRef()),
          _ -> Optional.empty());

  private final String cluster;
  private final GitSyncRequests requests;
  private final GitSyncWork work;
  private final WatchedFolders folders;
  private final FolderDeletion deletion;
  private final GitSyncEvents events;
  private final StatusWriter<GitSync, GitSyncStatus> statuses;
  private final Jitter jitter;
  private final Clock clock;

  /// @param cluster the owner of all folders of this operator, beside their resource
  public GitSyncReconciler(
      String cluster,
      GitSyncRequests requests,
      GitSyncWork work,
      WatchedFolders folders,
      FolderDeletion deletion,
      GitSyncEvents events,
      Jitter jitter,
      Clock clock) {
    this.cluster = cluster;
    this.requests = requests;
    this.work = work;
    this.folders = folders;
    this.deletion = deletion;
    this.events = events;
    this.statuses = new StatusWriter<>(GitSync::new, changes(), jitter);
    this.jitter = jitter;
    this.clock = clock;
  }

  /// Which updates of a resource are worth a reconcile.
  public static ResourceChanges<GitSync> changes() {
    return new ResourceChanges<>(
        List.of(Annotations.ADOPT, GuardRelease.ANNOTATION),
        resource ->
            Optional.ofNullable(resource.getStatus()).map(status -> status.observedGeneration()));
  }

  @Override
  public List<EventSource<?, GitSync>> prepareEventSources(EventSourceContext<GitSync> context) {
    return List.of(SECRETS.events(context), new FolderEventSource(folders));
  }

  @Override
  public UpdateControl<GitSync> reconcile(GitSync resource, Context<GitSync> context) {
    if (context.isPrimaryResourceDeleted()) {
      folders.end(owner(resource));
      events.gone(resource);
      return UpdateControl.noUpdate();
    }
    if (resource.isMarkedForDeletion()) {
      return letGo(resource, context);
    }
    deletion.prepare(resource, context);
    if (resource.getSpec().suspend()) {
      folders.end(owner(resource));
      events.suspended(resource);
      return statuses.write(resource, status(resource).suspended(), context);
    }
    return switch (work.run(request(resource, context), owner -> isThere(owner, context))) {
      case GitSyncRun.Waiting(var why) ->
          later(statuses.write(resource, status(resource).waiting(why), context), WHEN_EXPORTED);
      case GitSyncRun.Finished(var outcome) -> settle(resource, outcome, context);
    };
  }

  private GitSyncStatusPatch status(GitSync resource) {
    return GitSyncStatusPatch.of(resource, folders.isWatching(owner(resource)), clock);
  }

  /// Whatever fails, the folder is as it was, and status goes on telling of it.
  @Override
  public ErrorStatusUpdateControl<GitSync> updateErrorStatus(
      GitSync resource, Context<GitSync> context, Exception error) {
    return statuses.writeFailure(
        resource,
        error,
        failure -> {
          events.failed(resource, failure);
          return status(resource).failed(failure);
        },
        context,
        interval(resource));
  }

  private UpdateControl<GitSync> settle(
      GitSync resource, SyncOutcome outcome, Context<GitSync> context) {
    GitSyncStatus before = GitSyncStatusPatch.observed(resource);
    GitSyncStatus status = status(resource).ended(outcome);
    events.ended(resource, outcome, before, status);
    String trouble = folders.trouble(owner(resource));
    if (!trouble.isEmpty() && !Boolean.FALSE.equals(before.watching())) {
      events.unwatched(resource, trouble);
    }
    if (GitSyncStatusPatch.isReady(status)) {
      events.settled(resource, clock.instant(), interval(resource), status.remoteRevision());
    } else if (status.conflict() != null) {
      events.unsettled(resource);
    }
    return later(statuses.write(resource, status, context), interval(resource));
  }

  private UpdateControl<GitSync> later(UpdateControl<GitSync> control, Duration delay) {
    return control.getScheduleDelay().isPresent()
        ? control
        : control.rescheduleAfter(jitter.of(delay));
  }

  private UpdateControl<GitSync> letGo(GitSync resource, Context<GitSync> context) {
    Owner owner = owner(resource);
    folders.end(owner);
    deletion.carryOut(
        resource,
        requests.place(resource, owner),
        owner,
        () -> request(resource, context),
        context);
    return UpdateControl.noUpdate();
  }

  private GitSyncRequest request(GitSync resource, Context<GitSync> context) {
    return requests.from(resource, owner(resource), SECRETS.of(resource, context));
  }

  /// Of other clusters nobody here can tell.
  private boolean isThere(Owner owner, Context<GitSync> context) {
    return !owner.cluster().equals(cluster)
        || context
            .getPrimaryCache()
            .get(new ResourceID(owner.name(), owner.namespace()))
            .filter(resource -> resource.getMetadata().getUid().equals(owner.uid()))
            .isPresent();
  }

  private Owner owner(GitSync resource) {
    return Owners.of(cluster, resource);
  }

  private static Duration interval(GitSync resource) {
    return resource.getSpec().interval().toDuration();
  }
}
