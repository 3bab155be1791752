package dev.gitexport.cli;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.failure.Failure;
import dev.gitexport.operator.gitexport.GitExportRun;

/// How one resource's turn ended. The resource has its new status.
sealed interface Reconciled {

  GitExport resource();

  /// It is suspended: nothing was done.
  record Suspended(GitExport resource) implements Reconciled {}

  /// The link points to what is wanted.
  record Done(GitExport resource, GitExportRun.Finished run) implements Reconciled {}

  /// It failed; what was published still is.
  record Failed(GitExport resource, Failure failure, RuntimeException thrown)
      implements Reconciled {}
}
