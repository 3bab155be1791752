package dev.gitexport.operator.gitexport;

import dev.gitexport.export.ExportId;
import dev.gitexport.export.ExportOutcome;
import dev.gitexport.export.ExportRequest;
import dev.gitexport.export.Exporter;
import dev.gitexport.export.Publication;
import dev.gitexport.git.FetchedRef;
import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.TreeSource;
import dev.gitexport.git.VerifiedSignature;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Does a request's work in this process: claim the target, hold the link where a pin wants it, or
/// else fetch and export.
public final class InProcessRunner {

  private final Exporter exporter;
  private final SourceAccess sources;
  private final SignatureCheck signatures;

  public InProcessRunner(Exporter exporter, SourceAccess sources, Clock clock) {
    this.exporter = exporter;
    this.sources = sources;
    this.signatures = new SignatureCheck(sources, clock);
  }

  /// @throws dev.gitexport.export.ExportException when the engine refuses or fails
  /// @throws dev.gitexport.git.GitException when the source cannot be had or read
  ///
  /// @param seen is told what the source has, though the export may fail
  public GitExportRun.Finished run(GitExportRequest request, SeenSource seen) {
    return run(request, Optional.empty(), seen, _ -> {});
  }

  /// The same, and without a look at the source while `served` is current and whole.
  ///
  /// @param served the export that an earlier run made of this very request, if no look at the
  ///   source can change it
  /// @param fetched is told of the refs that refspecs brought, though the export may fail
  GitExportRun.Finished run(
      GitExportRequest request,
      Optional<ExportId> served,
      SeenSource seen,
      Consumer<List<FetchedRef>> fetched) {
    Publication publication = request.publication();
    List<VerifiedSignature> verified = new ArrayList<>();
    return exporter
        .hold(publication, pinned -> verified.addAll(signatures.ofPinned(request, pinned)))
        .or(() -> served.flatMap(id -> exporter.confirm(publication, request.settings(), id)))
        .map(outcome ->
            new GitExportRun.Finished(
                KeptRevisions.sparingNames(outcome, publication.retention()),
                publication,
                "",
                verified,
                List.of()))
        .or(() -> reuse(request, seen))
        .orElseGet(() -> export(request, seen, fetched));
  }

  /// Where the tree is known, and an export of it is there, nothing of the source is read.
  private Optional<GitExportRun.Finished> reuse(GitExportRequest request, SeenSource seen) {
    Publication publication = request.publication();
    return sources
        .known(request)
        .flatMap(tree -> {
          seen.resolved(tree.revision().label());
          return exporter.reuse(publication, request.settings(), tree);
        })
        .map(outcome ->
            new GitExportRun.Finished(outcome, publication, seen.revision(), List.of(), List.of()));
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

  private GitExportRun.Finished export(
      GitExportRequest request, SeenSource seen, Consumer<List<FetchedRef>> fetched) {
    try (TreeSource source = sources.open(request, fetched.andThen(seen::fetched))) {
      ResolvedTree tree = source.resolve(request.treeish());
      seen.resolved(tree.revision().label());
      List<VerifiedSignature> verified = signatures.of(request, source, tree);
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
          outcome, publication, seen.revision(), verified, seen.refs().orElse(List.of()));
    }
  }
}
