package dev.gitexport.cli;

import dev.gitexport.export.Owner;
import io.fabric8.kubernetes.api.model.HasMetadata;

/// What a manifest means on a volume that no cluster knows.
final class LocalResource {

  static final String DEFAULT_NAMESPACE = "default";

  private LocalResource() {}

  static Owner owner(HasMetadata resource) {
    return Owner.local(resource.getMetadata().getNamespace(), resource.getMetadata().getName());
  }

  /// `web/shop`
  static String label(HasMetadata resource) {
    return resource.getMetadata().getNamespace() + "/" + resource.getMetadata().getName();
  }
}
