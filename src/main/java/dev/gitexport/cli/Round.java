package dev.gitexport.cli;

import dev.gitexport.export.ExportException;
import dev.gitexport.failure.Failure;
import dev.gitexport.operator.gitsync.GitSyncRun;
import dev.gitexport.sync.SyncOutcome;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Reconciles some resources, tells their status, and only then prunes: what status lists is there.
final class Round {

  private final LocalReconciler reconciler;
  private final RoundReport report;

  Round(LocalReconciler reconciler, RoundReport report) {
    this.reconciler = reconciler;
    this.report = report;
  }

  /// All of them, once, targets before folders in them. Nothing is done when one of them asks for
  /// what cannot be.
  ///
  /// @return the exit code, of the first that failed
  int once(List<Manifest> manifests) {
    manifests.forEach(reconciler::check);
    List<Reconciled> results = new ArrayList<>();
    for (Manifest manifest :
        manifests.stream()
            .sorted(Comparator.comparing(it -> it instanceof Manifest.Sync))
            .toList()) {
      Reconciled result = reconciler.reconcile(manifest, true);
      report.tell(result);
      results.add(result);
    }
    report.status(manifests.stream().map(Manifest::resource).toList());
    results.forEach(this::prune);
    return results.stream()
        .map(Round::code)
        .filter(code -> code != ExitCode.OK)
        .findFirst()
        .orElse(ExitCode.OK)
        .number();
  }

  private static ExitCode code(Reconciled result) {
    return switch (result) {
      case Reconciled.Failed(_, var failure, _) -> ExitCode.of(failure.reason());
      case Reconciled.Synced(_, GitSyncRun.Finished(SyncOutcome.Conflicted _), _) -> ExitCode.SYNC;
      case Reconciled.Synced _, Reconciled.Exported _, Reconciled.Suspended _ -> ExitCode.OK;
    };
  }

  /// One of them, in its turn.
  ///
  /// @param urgent changes of a folder do not wait for quiet
  /// @param all whose status is written
  Reconciled one(Manifest manifest, boolean urgent, List<? extends CustomResource<?, ?>> all) {
    var before = manifest.resource().getStatus();
    Reconciled result = reconciler.reconcile(manifest, urgent);
    if (!result.resource().getStatus().equals(before)) {
      report.tell(result);
      report.status(all);
    }
    prune(result);
    return result;
  }

  RoundReport report() {
    return report;
  }

  private void prune(Reconciled result) {
    if (result instanceof Reconciled.Exported exported) {
      try {
        reconciler.exports().prune(exported);
      } catch (ExportException e) {
        report.warn(LocalResource.label(exported.resource()), Failure.of(e));
      }
    }
  }
}
