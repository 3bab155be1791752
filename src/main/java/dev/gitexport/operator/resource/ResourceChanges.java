package dev.gitexport.operator.resource;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// Which updates of a resource are worth a reconcile: what a user changed, and a status that
/// somebody took away. Our own status is not.
///
/// @param annotations that mean something, beside those that ask for a reconcile
/// @param observedGeneration of a resource's status
public record ResourceChanges<R extends HasMetadata>(
    List<String> annotations, Function<R, Optional<Long>> observedGeneration)
    implements OnUpdateFilter<R> {

  public ResourceChanges {
    annotations = List.copyOf(annotations);
  }

  @Override
  public boolean accept(R updated, R former) {
    ObjectMeta now = updated.getMetadata();
    ObjectMeta before = former.getMetadata();
    return !Objects.equals(now.getGeneration(), before.getGeneration())
        || !Objects.equals(now.getDeletionTimestamp(), before.getDeletionTimestamp())
        || !AskedFor.by(updated).equals(AskedFor.by(former))
        || annotations.stream()
            .anyMatch(
                name -> !Annotations.value(updated, name).equals(Annotations.value(former, name)))
        || (isLost(updated) && !isLost(former));
  }

  /// The API server fills a status that is not there with a generation that never was.
  private boolean isLost(R resource) {
    return observedGeneration.apply(resource).filter(seen -> seen >= 0).isEmpty();
  }
}
