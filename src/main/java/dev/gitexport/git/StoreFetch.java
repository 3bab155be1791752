package dev.gitexport.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdRef;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PackLock;
import org.eclipse.jgit.transport.Transport;

/// Brings wanted objects into a store: receive a pack, check that nothing is missing, then let refs
/// name them.
final class StoreFetch {

  private final StoreDirectory directory;
  private final Repository repository;
  private final StoreRefs refs;
  private final Transport transport;
  private final Deadline deadline;

  StoreFetch(
      StoreDirectory directory,
      Repository repository,
      StoreRefs refs,
      Transport transport,
      Deadline deadline) {
    this.directory = directory;
    this.repository = repository;
    this.refs = refs;
    this.transport = transport;
    this.deadline = deadline;
  }

  /// What lets refs name the objects, once all are there.
  @FunctionalInterface
  interface RefWriting {

    void run() throws IOException;
  }

  void run(Want want, RemoteRefs look) throws IOException {
    run(want, look.source().history() == History.SHALLOW, () -> refs.update(want, look));
  }

  void run(Want want, boolean shallow, RefWriting writing) throws IOException {
    directory.keepShallow();
    try {
      if (shallow) {
        transport.setDepth(want.depth());
      }
      receive(want);
      checkConnected(want, shallow);
      writing.run();
    } catch (TransportException e) {
      directory.restoreShallow();
      if (e.getCause() instanceof MissingObjectException missing) {
        throw incomplete(missing);
      }
      throw e;
    } catch (IOException | RuntimeException e) {
      directory.restoreShallow();
      throw e;
    }
    directory.forgetShallow();
  }

  private GitException.StoreCorrupt incomplete(MissingObjectException e) {
    return new GitException.StoreCorrupt(
        "Could not fetch %s: object %s is missing. The store is checked before the next try; if this stays, run `git fsck` at the remote."
            .formatted(transport.getURI(), e.getObjectId().name()),
        e);
  }

  private void receive(Want want) throws IOException {
    var wanted = new ArrayList<Ref>();
    want.tips()
        .forEach((name, id) -> wanted.add(new ObjectIdRef.Unpeeled(Ref.Storage.NETWORK, name, id)));
    List<PackLock> locks = new ArrayList<>();
    try (FetchConnection connection = transport.openFetch()) {
      connection.setPackLockMessage("fetch");
      connection.fetch(new UntilDeadline(deadline), wanted, haves());
      locks.addAll(connection.getPackLocks());
    } finally {
      for (PackLock lock : locks) {
        lock.unlock();
      }
    }
  }

  private Set<ObjectId> haves() throws IOException {
    var haves = new HashSet<ObjectId>();
    for (Ref ref : repository.getRefDatabase().getRefs()) {
      if (ref.getObjectId() != null && repository.getObjectDatabase().has(ref.getObjectId())) {
        haves.add(ref.getObjectId());
      }
    }
    return haves;
  }

  /// A server may leave objects out. What refs of a full store name is complete already; a shallow
  /// one is small.
  private void checkConnected(Want want, boolean shallow) throws IOException {
    try (var walk = new ObjectWalk(repository)) {
      for (ObjectId tip : want.tips().values()) {
        walk.markStart(walk.parseAny(tip));
      }
      if (!shallow) {
        for (ObjectId have : haves()) {
          walk.markUninteresting(walk.parseAny(have));
        }
      }
      walk.checkConnectivity();
    } catch (MissingObjectException e) {
      throw incomplete(e);
    }
  }

  /// JGit asks between any two packets and objects.
  private static final class UntilDeadline extends EmptyProgressMonitor {

    private final Deadline deadline;

    private UntilDeadline(Deadline deadline) {
      this.deadline = deadline;
    }

    @Override
    public boolean isCancelled() {
      return deadline.isOver();
    }
  }
}
