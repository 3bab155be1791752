package dev.gitexport.operator.resource;

import dev.gitexport.failure.Failure;
import dev.gitexport.failure.Recovery;
import dev.gitexport.operator.schedule.Jitter;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/// Writes the status of resources by server-side apply, and says when to come back. A status that
/// did not change is not written.
///
/// The framework takes all events up to a write for the write's own. What a user asked for since
/// the resource was observed is seen in the answer alone: then the resource comes back at once.
///
/// @param fresh makes a resource with nothing in it
/// @param changes which are worth a reconcile
/// @param <R> a kind
/// @param <S> its status, which is compared as a value
public record StatusWriter<R extends CustomResource<?, S>, S>(
    Supplier<R> fresh, ResourceChanges<R> changes, Jitter jitter) {

  /// @return with a time when it has to be now, else without one
  public UpdateControl<R> write(R resource, S status, Context<R> context) {
    UpdateControl<R> control = UpdateControl.noUpdate();
    return isOvertaken(resource, status, context) ? control.reschedule() : control;
  }

  /// The same after a failure, with a time when to come back.
  ///
  /// @param failed makes the status, and is not asked when it was the API server that failed: what
  ///   did not take what it was told would not take a complaint either
  /// @param interval of the resource
  public ErrorStatusUpdateControl<R> writeFailure(
      R resource,
      Exception error,
      Function<Failure, S> failed,
      Context<R> context,
      Duration interval) {
    if (error instanceof KubernetesClientException) {
      return ErrorStatusUpdateControl.defaultErrorProcessing();
    }
    Failure failure = Failure.of(error);
    S status = failed.apply(failure);
    ErrorStatusUpdateControl<R> control = ErrorStatusUpdateControl.noStatusUpdate();
    if (isOvertaken(resource, status, context)) {
      return control.rescheduleAfter(Duration.ZERO);
    }
    return switch (failure.recovery()) {
      case Recovery.Retry() -> control;
      case Recovery.RetryAfter(Duration delay) -> control.rescheduleAfter(jitter.of(delay));
      case Recovery.RetryAtInterval(_) -> control.rescheduleAfter(jitter.of(interval));
      case Recovery.AwaitChange() -> control.withNoRetry();
    };
  }

  private boolean isOvertaken(R resource, S status, Context<R> context) {
    if (status.equals(resource.getStatus())) {
      return false;
    }
    R written = context.resourceOperations().serverSideApplyPrimaryStatus(patch(resource, status));
    return changes.accept(written, resource);
  }

  /// Identity and status, nothing else: an applied field is an owned one. The uid makes sure that
  /// it is not given to another resource of the same name.
  private R patch(R resource, S status) {
    R patch = fresh.get();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(resource.getMetadata().getName())
            .withNamespace(resource.getMetadata().getNamespace())
            .withUid(resource.getMetadata().getUid())
            .build());
    patch.setStatus(status);
    return patch;
  }
}
