package dev.gitexport.operator.gitexport;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.api.v1alpha1.GitExportStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
        || (isLost(updated) && !isLost(former));
  }

  /// The API server fills a status that is not there with a generation that never was.
  private static boolean isLost(GitExport resource) {
    @Nullable GitExportStatus status = resource.getStatus();
    @Nullable Long seen = status == null ? null : status.observedGeneration();
    return seen == null || seen < 0;
  }
}
