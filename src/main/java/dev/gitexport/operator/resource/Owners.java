package dev.gitexport.operator.resource;

import dev.gitexport.export.Owner;
import io.fabric8.kubernetes.api.model.HasMetadata;

/// Whom a place on the volume belongs to.
public final class Owners {

  private Owners() {}

  /// @param cluster of the operator
  public static Owner of(String cluster, HasMetadata resource) {
    var metadata = resource.getMetadata();
    return new Owner(cluster, metadata.getNamespace(), metadata.getName(), metadata.getUid());
  }
}
