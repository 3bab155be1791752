package dev.gitexport.operator.resource;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The annotations by which users and tools ask for a reconcile: any new value does.
public final class AskedFor {

  static final List<String> ANNOTATIONS =
      List.of("gitexport.dev/requestedAt", "reconcile.fluxcd.io/requestedAt");

  private AskedFor() {}

  /// The value to echo; of two the later one, as far as their letters tell.
  public static Optional<String> by(HasMetadata resource) {
    return ANNOTATIONS.stream()
        .map(annotation -> Annotations.value(resource, annotation))
        .filter(value -> !value.isEmpty())
        .max(String::compareTo);
  }

  /// Whether a changed spec, or an annotation, asks for work at once.
  ///
  /// @param observedGeneration of the resource's status
  /// @param lastHandled what its status echoes
  public static boolean now(
      HasMetadata resource, @Nullable Long observedGeneration, String lastHandled) {
    return !Objects.equals(resource.getMetadata().getGeneration(), observedGeneration)
        || by(resource).filter(asked -> !asked.equals(lastHandled)).isPresent();
  }
}
