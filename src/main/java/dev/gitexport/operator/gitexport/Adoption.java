package dev.gitexport.operator.gitexport;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.export.ExportCatalog;
import dev.gitexport.export.Owner;
import dev.gitexport.export.Publication;
import dev.gitexport.export.TargetLifecycle;
import dev.gitexport.operator.resource.Annotations;

/// Takes a target over from the owner that the resource's annotation names by uid. Once it is ours
/// the annotation means nothing any more.
public record Adoption(TargetLifecycle lifecycle, GitExportEvents events) {

  void apply(GitExport resource, Publication publication) {
    String former = Annotations.value(resource, Annotations.ADOPT);
    if (former.isEmpty()) {
      return;
    }
    ExportCatalog.read(publication.target())
        .owner()
        .filter(owner -> owner.uid().equals(former))
        .filter(owner -> !owner.equals(publication.owner()))
        .ifPresent(owner -> adopt(resource, publication, owner));
  }

  private void adopt(GitExport resource, Publication publication, Owner former) {
    lifecycle.adopt(publication.target(), publication.owner(), former.uid());
    events.adopted(resource, former);
  }
}
