package dev.gitexport.operator.gitexport;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.api.v1alpha1.GitExportStatus;
import dev.gitexport.api.v1alpha1.GitExportStatus.ExportEntry;
import dev.gitexport.export.ExportId;
import dev.gitexport.operator.resource.AskedFor;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A resource's work in this process, and what the operator adds to it: its policy, a look at the
/// remote when one was asked for, and pruning in two steps.
public record GitExportWork(
    OperatorPolicy policy,
    Adoption adoption,
    StoredSources sources,
    InProcessRunner runner,
    GitExportEvents events) {

  /// @param seen is told what the source has, though the run may fail
  GitExportRun run(GitExport resource, GitExportRequest request, SeenSource seen) {
    policy.check(request);
    boolean isAsked = isAsked(resource);
    if (isAsked) {
      sources.expire(request);
    }
    adoption.apply(resource, request.publication());
    GitExportRun.Finished finished =
        runner.run(
            request,
            isAsked ? Optional.empty() : ServedExport.of(resource, request),
            seen,
            refs -> events.fetched(resource, refs));
    events.ended(resource, finished.outcome());
    return finished;
  }

  /// Deletes what retention no longer holds and the observed status no longer lists: what a status
  /// lists is there.
  ///
  /// @return what is still listed, for the next time
  List<ExportId> prune(GitExport resource, GitExportRun.Finished finished) {
    Set<String> listed =
        observed(resource).exports().stream().map(ExportEntry::id).collect(Collectors.toSet());
    var byListing =
        finished.outcome().prunable().stream()
            .collect(Collectors.partitioningBy(id -> listed.contains(id.text())));
    events.pruned(runner.prune(finished, byListing.getOrDefault(false, List.of())).size());
    return byListing.getOrDefault(true, List.of());
  }

  /// A changed resource, or an annotation, asks for the newest there is.
  private static boolean isAsked(GitExport resource) {
    GitExportStatus status = observed(resource);
    return AskedFor.now(resource, status.observedGeneration(), status.lastHandledReconcileAt());
  }

  private static GitExportStatus observed(GitExport resource) {
    @Nullable GitExportStatus status = resource.getStatus();
    return status == null ? GitExportStatus.NONE : status;
  }
}
