package dev.gitexport.operator.gitexport;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.export.ExportCatalog;
import dev.gitexport.export.Owner;
import dev.gitexport.export.Publication;
import dev.gitexport.export.TargetLifecycle;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes a target over from the owner that the resource's annotation names by uid. Once it is ours
/// the annotation means nothing any more.
public record Adoption(TargetLifecycle lifecycle, GitExportEvents events) {

  private static final String ANNOTATION = "gitexport.dev/adopt";

  void apply(GitExport resource, Publication publication) {
    String former = from(resource);
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

  /// The uid of the owner to follow; empty when none is named.
  static String from(GitExport resource) {
    @Nullable Map<String, String> annotations = resource.getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(ANNOTATION, "");
  }
}
