package dev.gitexport.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Refs brought into the shared store by refspecs. They are kept in a namespace below the source's
/// own, where a treeish fetch does not take them for refs that the remote has lost.
final class RefspecFetch {

  private static final String KEPT = "/fetched";

  private final StoreDirectory directory;
  private final Refspecs refspecs;
  private final RemoteRefs look;
  private final Deadline deadline;
  private final RemoteSession session;

  RefspecFetch(
      StoreDirectory directory,
      Access access,
      Refspecs refspecs,
      RemoteRefs look,
      Deadline deadline) {
    this.directory = directory;
    this.refspecs = refspecs;
    this.look = look;
    this.deadline = deadline;
    this.session = new RemoteSession(look.source(), access, deadline);
  }

  List<FetchedRef> run() {
    return session.run("fetch refs from " + look.source().url(), this::fetch);
  }

  private List<FetchedRef> fetch() throws IOException {
    List<Refspecs.Tip> tips = refspecs.tips(look);
    try (StoreLock _ = directory.lock(deadline)) {
      directory.prepare();
      var repair = new StoreRepair(directory, deadline.clock());
      try (Repository repository = repair.openOrSetAside()) {
        return fetch(repository, tips);
      } catch (GitException.StoreCorrupt e) {
        repair.runUnderLock();
        throw e;
      }
    }
  }

  private List<FetchedRef> fetch(Repository repository, List<Refspecs.Tip> tips)
      throws IOException {
    for (Refspecs.Tip tip : tips) {
      checkOwn(repository, tip);
    }
    var kept = new StoreRefs(repository, new GitNamespace(look.source().key() + KEPT).refPrefix());
    var want = new Want(byDestination(tips), Want.ALL);
    var fetched = new ArrayList<FetchedRef>();
    if (kept.keep(want)) {
      fetched.addAll(judged(repository, kept, tips));
    } else {
      StoreFetch.RefWriting writing =
          () -> {
            fetched.addAll(judged(repository, kept, tips));
            kept.write(accepted(want, fetched));
          };
      session.retried(
          repository,
          remote -> {
            bring(remote, repository, kept, want, writing);
            return want;
          });
    }
    return List.copyOf(fetched);
  }

  private static Map<String, ObjectId> byDestination(List<Refspecs.Tip> tips) {
    return tips.stream().collect(Collectors.toMap(Refspecs.Tip::destination, Refspecs.Tip::id));
  }

  private static Map<String, ObjectId> accepted(Want want, List<FetchedRef> fetched) {
    var accepted = new LinkedHashMap<>(want.tips());
    fetched.stream()
        .filter(ref -> ref.update() == FetchedRef.Update.REJECTED)
        .forEach(ref -> accepted.remove(ref.ref()));
    return accepted;
  }

  /// The store may hold an object by a neighbour's doing: nobody gets at it by its id alone.
  private void checkOwn(Repository repository, Refspecs.Tip tip) throws IOException {
    boolean isById = ObjectNames.isFull(tip.source());
    if (!isById || isAdvertised(tip.id()) || !repository.getObjectDatabase().has(tip.id())) {
      return;
    }
    var own = new StoreRefs(repository, new GitNamespace(look.source().key()).refPrefix());
    try (var reader = repository.newObjectReader()) {
      if (!new ReachableIds(own).admits(reader, tip.id())) {
        throw new GitException.TreeishNotFound(
            "Could not fetch %s from %s: none of the refs fetched from there reaches it. Fetch the branch that holds it first."
                .formatted(tip.source(), look.source().url()),
            null);
      }
    }
  }

  private boolean isAdvertised(ObjectId id) {
    return look.names().stream().anyMatch(name -> look.id(name).filter(id::equals).isPresent());
  }

  private void bring(
      RemoteTransport remote,
      Repository repository,
      StoreRefs kept,
      Want want,
      StoreFetch.RefWriting writing)
      throws IOException {
    try {
      new StoreFetch(directory, repository, kept, remote.transport(), deadline)
          .run(want, false, writing);
    } catch (TransportException e) {
      throw GitException.in(e)
          .orElseGet(() ->
              new GitException.RepositoryUnreachable(
                  "Could not fetch from %s: %s. Check the refspecs and try again."
                      .formatted(look.source().url(), remote.why(e)),
                  e));
    }
  }

  private static List<FetchedRef> judged(
      Repository repository, StoreRefs kept, List<Refspecs.Tip> tips) throws IOException {
    var judged = new ArrayList<FetchedRef>();
    try (var walk = new RevWalk(repository)) {
      for (Refspecs.Tip tip : tips) {
        Optional<ObjectId> before = kept.id(tip.destination());
        judged.add(
            new FetchedRef(
                tip.source(),
                tip.destination(),
                before.map(ObjectId::name).orElse(""),
                tip.id().name(),
                before.isEmpty() ? FetchedRef.Update.NEW : judge(walk, before.get(), tip)));
      }
    }
    return judged;
  }

  /// As git does: a tag never moves by itself, and what is no commit has no history to lose.
  private static FetchedRef.Update judge(RevWalk walk, ObjectId before, Refspecs.Tip tip)
      throws IOException {
    if (before.equals(tip.id())) {
      return FetchedRef.Update.UNCHANGED;
    }
    boolean loses =
        tip.destination().startsWith("refs/tags/")
            || (walk.peel(walk.parseAny(before)) instanceof RevCommit old
                && walk.peel(walk.parseAny(tip.id())) instanceof RevCommit next
                && !walk.isMergedInto(old, next));
    if (!loses) {
      return FetchedRef.Update.UPDATED;
    }
    return tip.force() ? FetchedRef.Update.FORCED : FetchedRef.Update.REJECTED;
  }
}
