package dev.gitexport.operator.gitexport;

import dev.gitexport.api.v1alpha1.DeletionPolicy;
import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.export.ExportException;
import dev.gitexport.export.Publication;
import dev.gitexport.export.TargetLifecycle;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/// What becomes of the target when its resource is deleted. The finalizer is there exactly while
/// `deletionPolicy: Delete` is, so that nothing holds a resource whose exports are to stay.
public record Deletion(TargetLifecycle lifecycle, GitExportEvents events) {

  static final String FINALIZER = "gitexport.dev/finalizer";

  /// Adds or removes the finalizer as the policy asks.
  void prepare(GitExport resource, Context<GitExport> context) {
    boolean wanted = resource.getSpec().deletionPolicy() == DeletionPolicy.DELETE;
    if (wanted && !resource.hasFinalizer(FINALIZER)) {
      context.resourceOperations().addFinalizer(FINALIZER);
    } else if (!wanted && resource.hasFinalizer(FINALIZER)) {
      context.resourceOperations().removeFinalizer(FINALIZER);
    }
  }

  /// Deletes the target, when that is the policy, and lets the resource go.
  void carryOut(GitExport resource, Publication publication, Context<GitExport> context) {
    if (!resource.hasFinalizer(FINALIZER)) {
      return;
    }
    if (resource.getSpec().deletionPolicy() == DeletionPolicy.DELETE) {
      delete(resource, publication);
    }
    context.resourceOperations().removeFinalizer(FINALIZER);
  }

  private void delete(GitExport resource, Publication publication) {
    try {
      lifecycle.delete(publication);
      events.deleted(resource);
    } catch (ExportException.PathNotOwned e) {
      // Somebody else's by now: nothing of ours is left to delete.
      events.kept(resource, String.valueOf(e.getMessage()));
    }
  }
}
