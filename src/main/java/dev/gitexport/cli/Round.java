package dev.gitexport.cli;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.export.ExportException;
import dev.gitexport.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Reconciles some resources, tells their status, and only then prunes: what status lists is there.
final class Round {

  private final LocalReconciler reconciler;
  private final RoundReport report;

  Round(LocalReconciler reconciler, RoundReport report) {
    this.reconciler = reconciler;
    this.report = report;
  }

  /// All of them, once. Nothing is done when one of them asks for what cannot be.
  ///
  /// @return the exit code, of the first that failed
  int once(List<Manifest> manifests) {
    manifests.forEach(reconciler::request);
    List<Reconciled> results = new ArrayList<>();
    for (Manifest manifest : manifests) {
      Reconciled result = reconciler.reconcile(manifest);
      report.tell(result);
      results.add(result);
    }
    report.status(manifests.stream().map(Manifest::resource).toList());
    results.forEach(this::prune);
    return results.stream()
        .mapMulti((Reconciled result, Consumer<Integer> codes) -> {
          if (result instanceof Reconciled.Failed(_, var failure, _)) {
            codes.accept(ExitCode.of(failure.reason()).number());
          }
        })
        .findFirst()
        .orElse(ExitCode.OK.number());
  }

  /// One of them, in its turn.
  ///
  /// @param all whose status is written
  Reconciled one(Manifest manifest, List<GitExport> all) {
    var before = manifest.resource().getStatus();
    Reconciled result = reconciler.reconcile(manifest);
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
    if (result instanceof Reconciled.Done done) {
      try {
        reconciler.prune(done);
      } catch (ExportException e) {
        report.warn(LocalResource.label(done.resource()), Failure.of(e));
      }
    }
  }
}
