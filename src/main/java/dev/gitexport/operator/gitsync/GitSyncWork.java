package dev.gitexport.operator.gitsync;

import dev.gitexport.export.Owner;
import dev.gitexport.operator.source.HostLimit;
import dev.gitexport.operator.source.SchemePolicy;
import dev.gitexport.sync.FolderSync;
import dev.gitexport.sync.SyncOutcome;
import dev.gitexport.sync.WatchedFolder;
import java.util.Optional;
import java.util.function.Predicate;

/// One run over a resource's folder: is it allowed, is the place free, is it ours, and then the
/// engine.
///
/// @param policy of repositories
/// @param folders that are watched
/// @param hosts that connections go to
public record GitSyncWork(
    SchemePolicy policy,
    FolderClaims claims,
    WatchedFolders folders,
    HostLimit hosts,
    FolderSync engine) {

  /// @param isThere whether the resource of another claim still is
  public GitSyncRun run(GitSyncRequest request, Predicate<Owner> isThere) {
    Optional<String> missing = take(request, isThere);
    if (missing.isPresent()) {
      return new GitSyncRun.Waiting(
          "the folder %s is to be in the target of the GitExport %s, which is not there yet"
              .formatted(request.place().path(), missing.get()));
    }
    return new GitSyncRun.Finished(watched(request));
  }

  /// Commits what changed and asks no remote: there may be no time for that.
  ///
  /// @param isThere whether the resource of another claim still is
  public void keep(GitSyncRequest request, Predicate<Owner> isThere) {
    if (take(request, isThere).isEmpty()) {
      engine.keep(request.sync());
    }
  }

  /// @return the target that the folder is to be in, when it is not there yet
  private Optional<String> take(GitSyncRequest request, Predicate<Owner> isThere) {
    policy.check(request.source().repository());
    Optional<String> missing = request.place().check();
    if (missing.isEmpty()) {
      claims.claim(request.place(), request.owner(), request.adopted(), isThere);
    }
    return missing;
  }

  private SyncOutcome watched(GitSyncRequest request) {
    WatchedFolder folder = folders.of(request);
    folder.began();
    SyncOutcome outcome = sync(request, Optional.of(folder).filter(_ -> !request.urgent()));
    folder.ended();
    return outcome;
  }

  /// Pushes what is left, and what lost conflicts, and removes the folder with its state.
  ///
  /// @throws dev.gitexport.sync.SyncException when something in it would be lost
  public void remove(GitSyncRequest request) {
    policy.check(request.source().repository());
    request.place().check();
    SyncOutcome _ =
        hosts.within(
            request.sync().upstream().host(),
            () -> {
              SyncOutcome outcome = engine.sync(request.sync());
              engine.pushLost(request.sync());
              return outcome;
            });
    engine.close(request.sync(), false);
    claims.release(request.place());
  }

  private SyncOutcome sync(GitSyncRequest request, Optional<WatchedFolder> awaited) {
    return hosts.within(
        request.sync().upstream().host(), () -> engine.sync(request.sync(), awaited));
  }
}
