package dev.gitexport.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdRef;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PackLock;

/// Objects that come into a repository from a remote.
record Reception(Repository repository, Deadline deadline) {

  /// Receives a pack of what is not here yet.
  ///
  /// @param wanted ids by the names they have at the remote
  void receive(FetchConnection connection, Map<String, ObjectId> wanted) throws IOException {
    var refs = new ArrayList<Ref>();
    wanted.forEach((name, id) -> refs.add(new ObjectIdRef.Unpeeled(Ref.Storage.NETWORK, name, id)));
    List<PackLock> locks = new ArrayList<>();
    connection.setPackLockMessage("fetch");
    try {
      connection.fetch(new UntilDeadline(deadline), refs, haves());
    } finally {
      locks.addAll(connection.getPackLocks());
      for (PackLock lock : locks) {
        lock.unlock();
      }
    }
  }

  Set<ObjectId> haves() throws IOException {
    var haves = new HashSet<ObjectId>();
    for (Ref ref : repository.getRefDatabase().getRefs()) {
      if (ref.getObjectId() != null && repository.getObjectDatabase().has(ref.getObjectId())) {
        haves.add(ref.getObjectId());
      }
    }
    return haves;
  }

  /// A server may leave objects out.
  ///
  /// @param trustRefs what refs here name is complete already
  /// @throws org.eclipse.jgit.errors.MissingObjectException when something is missing
  void checkConnected(Collection<ObjectId> tips, boolean trustRefs) throws IOException {
    try (var walk = new ObjectWalk(repository)) {
      for (ObjectId tip : tips) {
        walk.markStart(walk.parseAny(tip));
      }
      for (ObjectId have : trustRefs ? haves() : Set.<ObjectId>of()) {
        walk.markUninteresting(walk.parseAny(have));
      }
      walk.checkConnectivity();
    }
  }

  /// JGit asks between any two packets and objects.
  static final class UntilDeadline extends EmptyProgressMonitor {

    private final Deadline deadline;

    UntilDeadline(Deadline deadline) {
      this.deadline = deadline;
    }

    @Override
    public boolean isCancelled() {
      return deadline.isOver();
    }
  }
}
