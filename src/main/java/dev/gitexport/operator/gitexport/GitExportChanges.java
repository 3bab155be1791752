package dev.gitexport.operator.gitexport;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.operator.resource.Annotations;
import dev.gitexport.operator.resource.ResourceChanges;
import java.util.List;
import java.util.Optional;

/// Which updates of a GitExport are worth a reconcile.
public final class GitExportChanges {

  private GitExportChanges() {}

  public static ResourceChanges<GitExport> filter() {
    return new ResourceChanges<>(
        List.of(Annotations.ADOPT),
        resource ->
            Optional.ofNullable(resource.getStatus()).map(status -> status.observedGeneration()));
  }
}
