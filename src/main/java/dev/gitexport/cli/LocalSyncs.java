package dev.gitexport.cli;

import dev.gitexport.api.v1alpha1.DeletionPolicy;
import dev.gitexport.api.v1alpha1.GitSync;
import dev.gitexport.export.ExportException;
import dev.gitexport.export.Owner;
import dev.gitexport.failure.Failure;
import dev.gitexport.failure.InputException;
import dev.gitexport.git.Curfew;
import dev.gitexport.git.GitException;
import dev.gitexport.operator.gitsync.FolderClaims;
import dev.gitexport.operator.gitsync.GitSyncRequest;
import dev.gitexport.operator.gitsync.GitSyncRequests;
import dev.gitexport.operator.gitsync.GitSyncRun;
import dev.gitexport.operator.gitsync.GitSyncStatusPatch;
import dev.gitexport.operator.gitsync.GitSyncWork;
import dev.gitexport.operator.gitsync.GuardRelease;
import dev.gitexport.operator.gitsync.WatchedFolders;
import dev.gitexport.operator.resource.Annotations;
import dev.gitexport.operator.source.HostLimit;
import dev.gitexport.operator.source.SchemePolicy;
import dev.gitexport.sync.FolderSync;
import dev.gitexport.sync.SyncException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/// Reconciles GitSyncs on a volume as the operator does.
final class LocalSyncs {

  private static final SchemePolicy SCHEMES =
      new SchemePolicy(Set.of("https", "http", "ssh", "git", "file"));

  private final WatchedFolders folders = new WatchedFolders();
  private final FolderClaims claims = new FolderClaims();
  private final GitSyncRequests requests;
  private final GitSyncWork work;
  private final boolean watch;
  private final boolean remembered;
  private final Clock clock;

  /// @param volume where it is
  /// @param curfew by it runs have ended, also such that are under way
  /// @param watch whether changes are to be heard of
  /// @param remembered whether the status of one run is there in the next
  LocalSyncs(
      Surroundings surroundings, Path volume, Curfew curfew, boolean watch, boolean remembered) {
    this.clock = surroundings.clock();
    this.requests = new GitSyncRequests(surroundings.resolve(volume), surroundings.network());
    this.work =
        new GitSyncWork(SCHEMES, claims, folders, new HostLimit(1), new FolderSync(clock, curfew));
    this.watch = watch;
    this.remembered = remembered;
  }

  /// @throws InputException.InvalidSpec with its place in the file
  void check(Manifest.Sync manifest) {
    var _ = request(manifest);
    if (!remembered && !Annotations.value(manifest.resource(), GuardRelease.ANNOTATION).isEmpty()) {
      throw manifest.located(
          new InputException.InvalidSpec(
              "metadata.annotations",
              "%s releases guards once, and the status file remembers that; give --status-file"
                  .formatted(GuardRelease.ANNOTATION),
              null));
    }
  }

  private GitSyncRequest request(Manifest.Sync manifest) {
    GitSync resource = manifest.resource();
    try {
      return requests.from(
          resource, LocalResource.owner(resource), manifest.secrets().of(resource));
    } catch (InputException.InvalidSpec e) {
      throw manifest.located(e);
    }
  }

  /// @param urgent changes do not wait for quiet
  Reconciled reconcile(Manifest.Sync manifest, boolean urgent) {
    GitSync resource = manifest.resource();
    Owner owner = LocalResource.owner(resource);
    if (resource.getSpec().suspend()) {
      folders.end(owner);
      resource.setStatus(status(resource, owner).suspended());
      return new Reconciled.Suspended(resource);
    }
    try {
      GitSyncRequest request = request(manifest);
      GitSyncRun run = work.run(request.with(urgent || request.urgent(), watch), _ -> true);
      return synced(resource, owner, run);
    } catch (RuntimeException e) {
      Failure failure = Failure.of(e);
      resource.setStatus(status(resource, owner).failed(failure));
      return new Reconciled.Failed(resource, failure, e);
    }
  }

  private Reconciled synced(GitSync resource, Owner owner, GitSyncRun run) {
    boolean wasTold = Boolean.FALSE.equals(resource.getStatus().watching());
    GitSyncStatusPatch status = status(resource, owner);
    resource.setStatus(
        switch (run) {
          case GitSyncRun.Waiting(var why) -> status.waiting(why);
          case GitSyncRun.Finished(var outcome) -> status.ended(outcome);
        });
    return new Reconciled.Synced(resource, run, wasTold ? "" : folders.trouble(owner));
  }

  private GitSyncStatusPatch status(GitSync resource, Owner owner) {
    return GitSyncStatusPatch.of(resource, folders.isWatching(owner), clock);
  }

  /// Does what the deletion of the resource does.
  ///
  /// @return `Absent`, `Retained` or `Deleted`
  String delete(Manifest.Sync manifest) {
    GitSync resource = manifest.resource();
    Owner owner = LocalResource.owner(resource);
    if (!claims.isOf(requests.place(resource, owner), owner)) {
      return "Absent";
    }
    if (resource.getSpec().deletionPolicy() == DeletionPolicy.RETAIN) {
      return "Retained";
    }
    work.remove(request(manifest));
    return "Deleted";
  }

  /// Whose folders have changes that have been quiet.
  Set<Owner> quiet() {
    return folders.quiet();
  }

  /// Commits what changed in a folder and asks no remote. What keeps it from that keeps it from a
  /// push as well, which tells of it.
  void keep(Manifest.Sync manifest) {
    if (manifest.resource().getSpec().suspend()) {
      return;
    }
    try {
      work.keep(request(manifest), _ -> true);
    } catch (SyncException | GitException | ExportException | InputException _) {
      // The folder has it.
    }
  }

  /// Watches the folders of these alone.
  void retain(Collection<Manifest> manifests) {
    folders.retain(
        manifests.stream()
            .map(manifest -> LocalResource.owner(manifest.resource()))
            .collect(Collectors.toSet()));
  }
}
