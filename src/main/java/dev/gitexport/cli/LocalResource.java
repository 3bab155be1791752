package dev.gitexport.cli;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.export.Owner;

/// What a manifest means on a volume that no cluster knows.
final class LocalResource {

  static final String DEFAULT_NAMESPACE = "default";

  private LocalResource() {}

  static Owner owner(GitExport resource) {
    return Owner.local(resource.getMetadata().getNamespace(), resource.getMetadata().getName());
  }

  /// `web/shop`
  static String label(GitExport resource) {
    return resource.getMetadata().getNamespace() + "/" + resource.getMetadata().getName();
  }
}
