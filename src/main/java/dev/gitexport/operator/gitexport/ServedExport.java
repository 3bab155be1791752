package dev.gitexport.operator.gitexport;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.api.v1alpha1.GitExportStatus;
import dev.gitexport.api.v1alpha1.GitExportStatus.CurrentExport;
import dev.gitexport.export.ExportId;
import dev.gitexport.operator.status.ConditionStatus;
import dev.gitexport.operator.status.ConditionType;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The export that answers a request for good.
final class ServedExport {

  private ServedExport() {}

  /// What the observed status calls ready, when the treeish never changes: nobody looks again, also
  /// not after a restart. Where retention keeps by names, only the source tells what they are, and
  /// where signatures are asked for, keys that were trusted then may not be now.
  static Optional<ExportId> of(GitExport resource, GitExportRequest request) {
    @Nullable GitExportStatus status = resource.getStatus();
    @Nullable CurrentExport current = status == null ? null : status.current();
    return current != null
            && request.isImmutable()
            && isReady(resource)
            && request.options().verification().isEmpty()
            && !KeptRevisions.areNamed(request.publication().retention())
        ? ExportId.parse(current.id())
        : Optional.empty();
  }

  /// As it is, not as it was before an edit.
  private static boolean isReady(GitExport resource) {
    return resource.getStatus().conditions().stream()
        .filter(condition -> condition.getType().equals(ConditionType.READY.word()))
        .filter(condition -> condition.getStatus().equals(ConditionStatus.TRUE.word()))
        .map(Condition::getObservedGeneration)
        .anyMatch(seen -> Objects.equals(seen, resource.getMetadata().getGeneration()));
  }
}
