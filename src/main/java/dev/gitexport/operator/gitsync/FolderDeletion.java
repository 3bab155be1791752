package dev.gitexport.operator.gitsync;

import dev.gitexport.api.v1alpha1.DeletionPolicy;
import dev.gitexport.api.v1alpha1.GitSync;
import dev.gitexport.export.Owner;
import dev.gitexport.operator.resource.Finalizer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.function.Supplier;

/// What becomes of the folder when its resource is deleted. The finalizer holds the resource until
/// everything in the folder is pushed: who wants it gone without says `Retain`.
public record FolderDeletion(FolderClaims claims, GitSyncWork work, GitSyncEvents events) {

  /// Adds or removes the finalizer as the policy asks.
  void prepare(GitSync resource, Context<GitSync> context) {
    Finalizer.set(isWanted(resource), resource, context);
  }

  /// Pushes what is left, removes the folder, when that is the policy, and lets the resource go.
  ///
  /// @param request is asked for only when there is something to remove
  void carryOut(
      GitSync resource,
      FolderPlace place,
      Owner owner,
      Supplier<GitSyncRequest> request,
      Context<GitSync> context) {
    if (!resource.hasFinalizer(Finalizer.NAME)) {
      return;
    }
    if (isWanted(resource) && claims.isOf(place, owner)) {
      work.remove(request.get());
      events.deleted(resource);
    }
    context.resourceOperations().removeFinalizer(Finalizer.NAME);
  }

  private static boolean isWanted(GitSync resource) {
    return resource.getSpec().deletionPolicy() == DeletionPolicy.DELETE;
  }
}
