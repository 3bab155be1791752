package dev.gitexport.operator.gitexport;

import dev.gitexport.api.v1alpha1.GitExport;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Objects;

/// Which updates of a resource are worth a reconcile: what a user changed, and a status that
/// somebody took away. Our own status is not.
public final class GitExportChanges implements OnUpdateFilter<GitExport> {

  @Override
  public boolean accept(GitExport updated, GitExport former) {
    ObjectMeta now = updated.getMetadata();
    ObjectMeta before = former.getMetadata();
    return !Objects.equals(now.getGeneration(), before.getGeneration())
        || !Objects.equals(now.getDeletionTimestamp(), before.getDeletionTimestamp())
        || !AskedFor.by(updated).equals(AskedFor.by(former))
        || !Adoption.from(updated).equals(Adoption.from(former))
        || (updated.getStatus() == null && former.getStatus() != null);
  }
}
