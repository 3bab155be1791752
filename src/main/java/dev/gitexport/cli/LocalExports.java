package dev.gitexport.cli;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.export.ExportId;
import dev.gitexport.failure.Failure;
import dev.gitexport.failure.InputException;
import dev.gitexport.git.Treeish;
import dev.gitexport.operator.gitexport.GitExportRequest;
import dev.gitexport.operator.gitexport.GitExportRequests;
import dev.gitexport.operator.gitexport.GitExportRun;
import dev.gitexport.operator.gitexport.GitExportStatusPatch;
import dev.gitexport.operator.gitexport.InProcessRunner;
import dev.gitexport.operator.gitexport.Inventory;
import dev.gitexport.operator.gitexport.SeenSource;
import java.time.Clock;
import java.util.List;

/// Reconciles GitExports on a volume as the operator does: the same requests, the same runner, the
/// same status.
final class LocalExports {

  private final GitExportRequests requests;
  private final InProcessRunner runner;
  private final Clock clock;
  private final String treeish;

  /// @param treeish instead of the manifests' own; empty for theirs
  LocalExports(GitExportRequests requests, InProcessRunner runner, Clock clock, String treeish) {
    this.requests = requests;
    this.runner = runner;
    this.clock = clock;
    this.treeish = treeish;
  }

  /// @throws InputException.InvalidSpec with its place in the file
  void check(Manifest.Export manifest) {
    var _ = request(manifest);
  }

  /// @throws InputException.InvalidSpec with its place in the file
  private GitExportRequest request(Manifest.Export manifest) {
    try {
      GitExportRequest request =
          requests.from(
              manifest.resource(),
              LocalResource.owner(manifest.resource()),
              manifest.secrets().of(manifest.resource()),
              manifest.secrets().keys(manifest.resource()));
      return treeish.isEmpty()
          ? request
          : request.of(Arguments.parse("--treeish", treeish, Treeish::new));
    } catch (InputException.InvalidSpec e) {
      throw manifest.located(e);
    }
  }

  /// Does one resource's work and sets its status. A failure is an answer too: the other resources
  /// go on.
  Reconciled reconcile(Manifest.Export manifest) {
    GitExport resource = manifest.resource();
    GitExportStatusPatch status = GitExportStatusPatch.of(resource, clock);
    if (resource.getSpec().suspend()) {
      resource.setStatus(status.suspended());
      return new Reconciled.Suspended(resource);
    }
    SeenSource seen = new SeenSource();
    try {
      GitExportRun.Finished finished = runner.run(request(manifest), seen);
      List<ExportId> prunable = finished.outcome().prunable();
      Inventory inventory = Inventory.read(finished.publication(), prunable, clock.instant());
      resource.setStatus(status.ready(inventory, finished));
      return new Reconciled.Exported(resource, finished);
    } catch (RuntimeException e) {
      Failure failure = Failure.of(e);
      resource.setStatus(status.failed(failure, seen));
      return new Reconciled.Failed(resource, failure, e);
    }
  }

  /// The second step of pruning: no status lists those exports any more.
  List<ExportId> prune(Reconciled.Exported done) {
    return runner.prune(done.run());
  }
}
