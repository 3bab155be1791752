package dev.gitexport.operator.resource;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.api.v1alpha1.GitSync;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.config.Cloner;

/// The copies of cached resources that reconcilers are given. A spec and a status are values and
/// shared: to write all of it as JSON and to read that again costs more than the reconcile of a
/// resource that is as it is wanted.
///
/// @param others copies resources of other kinds
public record ResourceCopies(Cloner others) implements Cloner {

  @Override
  @SuppressWarnings("unchecked") // a copy is of the kind of what it is a copy of
  public <R extends HasMetadata> R clone(R resource) {
    return switch (resource) {
      case GitExport export -> (R) copy(export, new GitExport());
      case GitSync sync -> (R) copy(sync, new GitSync());
      default -> others.clone(resource);
    };
  }

  private static <S, T, R extends CustomResource<S, T>> R copy(R resource, R copy) {
    copy.setMetadata(new ObjectMetaBuilder(resource.getMetadata()).build());
    copy.setSpec(resource.getSpec());
    copy.setStatus(resource.getStatus());
    return copy;
  }
}
