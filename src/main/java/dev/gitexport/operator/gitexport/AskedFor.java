package dev.gitexport.operator.gitexport;

import dev.gitexport.api.v1alpha1.GitExport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The annotations by which users and tools ask for a reconcile: any new value does.
final class AskedFor {

  private static final List<String> ANNOTATIONS =
      List.of("gitexport.dev/requestedAt", "reconcile.fluxcd.io/requestedAt");

  private AskedFor() {}

  /// The value to echo; of two the later one, as far as their letters tell.
  static Optional<String> by(GitExport resource) {
    @Nullable Map<String, String> annotations = resource.getMetadata().getAnnotations();
    return annotations == null
        ? Optional.empty()
        : ANNOTATIONS.stream()
            .filter(annotations::containsKey)
            .map(annotations::get)
            .max(String::compareTo);
  }
}
