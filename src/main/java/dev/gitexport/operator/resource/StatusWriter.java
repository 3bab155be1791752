package dev.gitexport.operator.resource;

import dev.gitexport.failure.Recovery;
import dev.gitexport.operator.schedule.Jitter;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Tells the framework what status to apply, and when to come back after a failure. A status that
/// did not change is not written.
///
/// @param fresh makes a resource with nothing in it
/// @param <R> a kind
/// @param <S> its status, which is compared as a value
public record StatusWriter<R extends CustomResource<?, S>, S>(Supplier<R> fresh, Jitter jitter) {

  public UpdateControl<R> write(R resource, S status) {
    return patch(resource, status)
        .map(UpdateControl::patchStatus)
        .orElseGet(UpdateControl::noUpdate);
  }

  /// The same after a failure.
  ///
  /// @param interval of the resource
  public ErrorStatusUpdateControl<R> write(
      R resource, S status, Recovery recovery, Duration interval) {
    ErrorStatusUpdateControl<R> control =
        patch(resource, status)
            .map(ErrorStatusUpdateControl::patchStatus)
            .orElseGet(ErrorStatusUpdateControl::noStatusUpdate);
    return switch (recovery) {
      case Recovery.Retry() -> control;
      case Recovery.RetryAfter(Duration delay) -> control.rescheduleAfter(jitter.of(delay));
      case Recovery.RetryAtInterval(_) -> control.rescheduleAfter(jitter.of(interval));
      case Recovery.AwaitChange() -> control.withNoRetry();
    };
  }

  /// What server-side apply gets: identity and status. The uid makes sure that it is not given to
  /// another resource of the same name.
  private Optional<R> patch(R resource, S status) {
    if (status.equals(resource.getStatus())) {
      return Optional.empty();
    }
    R patch = fresh.get();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(resource.getMetadata().getName())
            .withNamespace(resource.getMetadata().getNamespace())
            .withUid(resource.getMetadata().getUid())
            .build());
    patch.setStatus(status);
    return Optional.of(patch);
  }
}
