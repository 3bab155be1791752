package dev.gitexport.operator.gitexport;

import dev.gitexport.export.ExportId;
import dev.gitexport.export.ExportOutcome;
import dev.gitexport.export.ExportRequest;
import dev.gitexport.export.Exporter;
import dev.gitexport.export.Publication;
import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.TreeSource;
import dev.gitexport.git.VerifiedSignature;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Does a request's work in this process: claim the target, hold the link where a pin wants it, or
/// else fetch and export.
public final class InProcessRunner {

  private final Exporter exporter;
  private final SourceAccess sources;
  private final Clock clock;

  public InProcessRunner(Exporter exporter, SourceAccess sources, Clock clock) {
    this.exporter = exporter;
    this.sources = sources;
    this.clock = clock;
  }

  /// @throws dev.gitexport.export.ExportException when the engine refuses or fails
  /// @throws dev.gitexport.git.GitException when the source cannot be had or read
  public GitExportRun.Finished run(GitExportRequest request) {
    return run(request, Optional.empty());
  }

  /// The same, and without a look at the source while `served` is current and whole.
  ///
  /// @param served the export that an earlier run made of this very request, if no look at the
  ///   source can change it
  GitExportRun.Finished run(GitExportRequest request, Optional<ExportId> served) {
    Publication publication = request.publication();
    exporter.claim(publication);
    Optional<ExportOutcome> held =
        exporter
            .hold(publication)
            .or(() -> served.flatMap(id -> exporter.confirm(publication, request.settings(), id)));
    return held.map(outcome ->
            new GitExportRun.Finished(
                KeptRevisions.sparingNames(outcome, publication.retention()),
                publication,
                "",
                List.of(),
                List.of()))
        .orElseGet(() -> export(request));
  }

  /// The second step of pruning, once no status lists those exports any more.
  public List<ExportId> prune(GitExportRun.Finished finished) {
    return prune(finished, finished.outcome().prunable());
  }

  /// The same for some of what is prunable.
  List<ExportId> prune(GitExportRun.Finished finished, Collection<ExportId> unlisted) {
    return unlisted.isEmpty()
        ? List.of()
        : exporter.prune(finished.publication(), Set.copyOf(unlisted));
  }

  private GitExportRun.Finished export(GitExportRequest request) {
    try (OpenedSource opened = sources.open(request)) {
      TreeSource source = opened.source();
      ResolvedTree tree = source.resolve(request.treeish());
      List<VerifiedSignature> verified = verify(request, source, tree);
      Publication publication = KeptRevisions.resolve(request.publication(), source);
      ExportOutcome outcome =
          exporter.export(
              new ExportRequest(
                  publication,
                  tree,
                  source,
                  request.settings(),
                  request.sharing(),
                  request.limits()));
      return new GitExportRun.Finished(
          outcome, publication, tree.revision().label(), verified, opened.refs());
    }
  }

  private List<VerifiedSignature> verify(
      GitExportRequest request, TreeSource source, ResolvedTree tree) {
    return request
        .options()
        .verification()
        .map(asked -> asked.check(source, request.treeish(), tree, clock.instant()))
        .orElse(List.of());
  }
}
