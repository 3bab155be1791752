package dev.gitexport.git;

import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/// One treeish brought into a store, under one deadline.
final class TreeishFetch {

  private final StoreDirectory directory;
  private final Access access;
  private final Lookup lookup;
  private final RemoteRefs look;
  private final Deadline deadline;
  private final RemoteSession session;

  TreeishFetch(
      StoreDirectory directory, Access access, Lookup lookup, RemoteRefs look, Deadline deadline) {
    this.directory = directory;
    this.access = access;
    this.lookup = lookup;
    this.look = look;
    this.deadline = deadline;
    this.session = new RemoteSession(look.source(), access, deadline);
  }

  Fetched run() {
    return session.run(
        "fetch '%s' from %s".formatted(lookup.treeish(), lookup.repository()), this::fetch);
  }

  private Fetched fetch() throws IOException {
    Want want = Want.of(lookup, look);
    Optional<Fetched> here = alreadyHere(want);
    if (here.isPresent()) {
      return here.get();
    }
    try (StoreLock _ = directory.lock(deadline)) {
      directory.prepare();
      return fetchUnderLock(want);
    } catch (NeedsProofException _) {
      return byShallowStore().fetch();
    }
  }

  /// What was fetched before is read without the lock: nobody waits for a neighbour's fetch or a
  /// collection to find that there is nothing to do. What is not right is looked at under the lock.
  private Optional<Fetched> alreadyHere(Want want) {
    if (!directory.exists()) {
      return Optional.empty();
    }
    @Nullable Repository unused = null;
    try {
      Repository repository = directory.open();
      unused = repository;
      var refs = new StoreRefs(repository, prefix());
      if (!refs.keep(want)) {
        return Optional.empty();
      }
      var view = new StoreView(repository, look, refs);
      var fetched = new Fetched(view, view.resolveWithin(lookup.treeish()));
      unused = null;
      return Optional.of(fetched);
    } catch (IOException | GitException | HistoryEndsException e) {
      return Optional.empty();
    } finally {
      if (unused != null) {
        unused.close();
      }
    }
  }

  private Fetched fetchUnderLock(Want want) throws IOException {
    var repair = new StoreRepair(directory, deadline.clock());
    Repository repository = repair.openOrSetAside();
    try {
      return fetch(repository, want);
    } catch (GitException.StoreCorrupt e) {
      repository.close();
      repair.runUnderLock();
      throw e;
    } catch (IOException | RuntimeException e) {
      repository.close();
      throw e;
    }
  }

  private Fetched fetch(Repository repository, Want first) throws IOException {
    var refs = new StoreRefs(repository, prefix());
    Want want = look.source().history() == History.FULL ? reached(repository, refs, first) : first;
    boolean isComplete = refs.keep(want);
    if (!isComplete) {
      bring(repository, refs, want);
    }
    var view = new StoreView(repository, look, refs);
    while (true) {
      try {
        return new Fetched(view, view.resolveWithin(lookup.treeish()));
      } catch (HistoryEndsException e) {
        if (!isComplete && want.depth() == Want.ALL) {
          throw e.asNotFound();
        }
        want = isComplete ? want : want.deeper();
        isComplete = false;
        bring(repository, refs, want);
      }
    }
  }

  /// A commit id in the shared store is the source's when its refs reach it. One that only a
  /// neighbour's refs brought must be shown by the remote first.
  private Want reached(Repository repository, StoreRefs refs, Want want) throws IOException {
    if (!want.isById() || refs.keep(want)) {
      return want;
    }
    Want reachable = Want.branchesAndTags(look);
    if (!refs.keep(reachable)) {
      bring(repository, refs, reachable);
    }
    ObjectId id = want.tips().values().iterator().next();
    if (!repository.getObjectDatabase().has(id)) {
      return want;
    }
    try (var reader = repository.newObjectReader()) {
      if (new ReachableIds(refs).admits(reader, id)) {
        return reachable;
      }
    }
    throw new NeedsProofException();
  }

  private TreeishFetch byShallowStore() {
    RemoteRefs shallow = look.as(History.SHALLOW);
    var own = new StoreDirectory(directory.path().resolveSibling(shallow.source().key() + ".git"));
    return new TreeishFetch(own, access, lookup, shallow, deadline);
  }

  private void bring(Repository repository, StoreRefs refs, Want want) throws IOException {
    session.retried(
        repository,
        remote -> {
          try {
            new StoreFetch(directory, repository, refs, remote.transport(), deadline)
                .run(want, look);
            return want;
          } catch (TransportException e) {
            throw refused(want, remote.why(e), e);
          }
        });
  }

  /// Every server names an id that it does not give; all else is a failure.
  private GitException refused(Want want, String why, TransportException e) {
    Optional<GitException> known = GitException.in(e);
    if (known.isPresent()) {
      return known.get();
    }
    if (want.isById() && want.tips().values().stream().anyMatch(id -> why.contains(id.name()))) {
      return lookup.notFound(
          "the remote has no such commit below any of its refs",
          "Check the id, or push the branch that holds it");
    }
    return new GitException.RepositoryUnreachable(
        "Could not fetch '%s' from %s: %s. Run `git fsck` there and try again."
            .formatted(lookup.treeish(), lookup.repository(), why),
        e);
  }

  private String prefix() {
    return switch (look.source().history()) {
      case SHALLOW -> "";
      case FULL -> new GitNamespace(look.source().key()).refPrefix();
    };
  }

  /// The shared store holds the object, but not by this source's doing.
  private static final class NeedsProofException extends RuntimeException {

    private static final long serialVersionUID = 1L;
  }
}
