package dev.gitexport.operator.gitexport;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.api.v1alpha1.GitExportStatus;
import dev.gitexport.api.v1alpha1.VerifySpec;
import dev.gitexport.export.ExportId;
import dev.gitexport.export.Owner;
import dev.gitexport.operator.resource.Owners;
import dev.gitexport.operator.resource.StatusWriter;
import dev.gitexport.operator.schedule.Jitter;
import dev.gitexport.operator.source.Secrets;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Ignore;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Brings the volume to what a GitExport asks for, and its status to what is on the volume. Holds
/// no state of its own: everything is read anew each time.
@Ignore // by the Quarkus extension, which would make a second controller of it
@ControllerConfiguration(name = GitExportReconciler.NAME)
public final class GitExportReconciler implements Reconciler<GitExport> {

  public static final String NAME = "gitexport";
  private static final Secrets<GitExport> SECRETS =
      new Secrets<>(
          GitExport.class,
          resource -> Optional.ofNullable(resource.getSpec().secretRef()),
          resource -> Optional.ofNullable(resource.getSpec().proxySecretRef()),
          resource -> Optional.ofNullable(resource.getSpec().verify()).map(VerifySpec::secretRef));

  private final String cluster;
  private final GitExportRequests requests;
  private final GitExportWork work;
  private final Deletion deletion;
  private final NextLook next;
  private final GitExportEvents events;
  private final StatusWriter<GitExport, GitExportStatus> statuses;
  private final Clock clock;

  /// @param cluster the owner of all targets of this operator, beside their resource
  public GitExportReconciler(
      String cluster,
      GitExportRequests requests,
      GitExportWork work,
      Deletion deletion,
      NextLook next,
      GitExportEvents events,
      Jitter jitter,
      Clock clock) {
    this.cluster = cluster;
    this.requests = requests;
    this.work = work;
    this.deletion = deletion;
    this.next = next;
    this.events = events;
    this.statuses = new StatusWriter<>(GitExport::new, GitExportChanges.filter(), jitter);
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, GitExport>> prepareEventSources(
      EventSourceContext<GitExport> context) {
    return List.of(SECRETS.events(context));
  }

  @Override
  public UpdateControl<GitExport> reconcile(GitExport resource, Context<GitExport> context) {
    if (context.isPrimaryResourceDeleted()) {
      events.gone(resource);
      return UpdateControl.noUpdate();
    }
    if (resource.isMarkedForDeletion()) {
      return letGo(resource, context);
    }
    deletion.prepare(resource, context);
    var status = GitExportStatusPatch.of(resource, clock);
    if (resource.getSpec().suspend()) {
      events.suspended(resource);
      return statuses.write(resource, status.suspended(), context);
    }
    var request = request(resource, context);
    return switch (work.run(resource, request, seen(context))) {
      case GitExportRun.Running(var since) ->
          statuses.write(resource, status.reconciling(since), context);
      case GitExportRun.Finished finished -> settle(resource, request, finished, context);
    };
  }

  /// One of each reconcile, which outlives its failure.
  private static SeenSource seen(Context<GitExport> context) {
    var kept = context.managedWorkflowAndDependentResourceContext();
    return kept.get(SeenSource.class, SeenSource.class)
        .orElseGet(() -> {
          var seen = new SeenSource();
          kept.put(SeenSource.class, seen);
          return seen;
        });
  }

  private GitExportRequest request(GitExport resource, Context<GitExport> context) {
    return requests.from(
        resource, owner(resource), SECRETS.of(resource, context), SECRETS.keys(resource, context));
  }

  /// What was published stays published, and status goes on listing it.
  @Override
  public ErrorStatusUpdateControl<GitExport> updateErrorStatus(
      GitExport resource, Context<GitExport> context, Exception error) {
    return statuses.writeFailure(
        resource,
        error,
        failure -> {
          events.failed(resource, failure);
          return GitExportStatusPatch.of(resource, clock).failed(failure, seen(context));
        },
        context,
        interval(resource));
  }

  private UpdateControl<GitExport> settle(
      GitExport resource,
      GitExportRequest request,
      GitExportRun.Finished finished,
      Context<GitExport> context) {
    List<ExportId> prunable = work.prune(resource, finished);
    var inventory = Inventory.read(finished.publication(), prunable, clock.instant());
    var status = GitExportStatusPatch.of(resource, clock).ready(inventory, finished);
    var control = statuses.write(resource, status, context);
    if (control.getScheduleDelay().isEmpty()) {
      next.after(request, inventory, prunable).ifPresent(control::rescheduleAfter);
    }
    events.settled(resource, clock.instant(), next.interval(request, inventory), inventory);
    return control;
  }

  private UpdateControl<GitExport> letGo(GitExport resource, Context<GitExport> context) {
    deletion.carryOut(resource, requests.publication(resource, owner(resource)), context);
    return UpdateControl.noUpdate();
  }

  private Owner owner(GitExport resource) {
    return Owners.of(cluster, resource);
  }

  private static Duration interval(GitExport resource) {
    return resource.getSpec().interval().toDuration();
  }
}
