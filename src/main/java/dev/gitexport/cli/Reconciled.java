package dev.gitexport.cli;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.api.v1alpha1.GitSync;
import dev.gitexport.failure.Failure;
import dev.gitexport.operator.gitexport.GitExportRun;
import dev.gitexport.operator.gitsync.GitSyncRun;
import io.fabric8.kubernetes.client.CustomResource;

/// How one resource's turn ended. The resource has its new status.
sealed interface Reconciled {

  CustomResource<?, ?> resource();

  /// It is suspended: nothing was done.
  record Suspended(CustomResource<?, ?> resource) implements Reconciled {}

  /// The link points to what is wanted.
  record Exported(GitExport resource, GitExportRun.Finished run) implements Reconciled {}

  /// Folder and branch were looked at.
  ///
  /// @param trouble why changes are not heard of, when that is news
  record Synced(GitSync resource, GitSyncRun run, String trouble) implements Reconciled {}

  /// It failed; what was published still is, and what was committed.
  record Failed(CustomResource<?, ?> resource, Failure failure, RuntimeException thrown)
      implements Reconciled {}
}
