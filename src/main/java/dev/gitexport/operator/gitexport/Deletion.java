package dev.gitexport.operator.gitexport;

import dev.gitexport.api.v1alpha1.DeletionPolicy;
import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.export.ExportException;
import dev.gitexport.export.Publication;
import dev.gitexport.export.TargetLifecycle;
import dev.gitexport.operator.resource.Finalizer;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/// What becomes of the target when its resource is deleted.
public record Deletion(TargetLifecycle lifecycle, GitExportEvents events) {

  /// Adds or removes the finalizer as the policy asks.
  void prepare(GitExport resource, Context<GitExport> context) {
    Finalizer.set(resource.getSpec().deletionPolicy() == DeletionPolicy.DELETE, resource, context);
  }

  /// Deletes the target, when that is the policy, and lets the resource go.
  void carryOut(GitExport resource, Publication publication, Context<GitExport> context) {
    if (!resource.hasFinalizer(Finalizer.NAME)) {
      return;
    }
    if (resource.getSpec().deletionPolicy() == DeletionPolicy.DELETE) {
      delete(resource, publication);
    }
    context.resourceOperations().removeFinalizer(Finalizer.NAME);
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
