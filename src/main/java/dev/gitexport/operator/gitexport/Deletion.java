package dev.gitexport.operator.gitexport;

import dev.gitexport.api.v1alpha1.DeletionPolicy;
import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.api.v1alpha1.GitSync;
import dev.gitexport.export.ExportException;
import dev.gitexport.export.Publication;
import dev.gitexport.export.Target;
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
      refuseWhileSynced(resource, publication.target(), context);
      delete(resource, publication);
    }
    context.resourceOperations().removeFinalizer(Finalizer.NAME);
  }

  /// A folder in a shared directory may hold what its GitSync did not push yet.
  ///
  /// @throws ExportException.Locked while there is such a GitSync
  private static void refuseWhileSynced(
      GitExport resource, Target target, Context<GitExport> context) {
    String below = resource.getMetadata().getName() + "/";
    for (GitSync sync :
        context
            .getClient()
            .resources(GitSync.class)
            .inNamespace(resource.getMetadata().getNamespace())
            .list()
            .getItems()) {
      if (sync.getSpec().volume().path().startsWith(below)) {
        throw new ExportException.Locked(
            "Could not delete %s: its folder %s is that of the GitSync %s. Delete that first, or set deletionPolicy: Retain."
                .formatted(
                    target.path(), sync.getSpec().volume().path(), sync.getMetadata().getName()));
      }
    }
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
