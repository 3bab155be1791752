package dev.gitexport.git;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RemoteRefUpdate;

/// The refs of a remote that are written to. Every update names what it expects to be there, so
/// that nobody's work is overwritten unseen.
///
/// @param source the remote
/// @param deadline of every exchange with it
public record Push(Source source, Deadline deadline) {

  /// What became of an update.
  public sealed interface Result {

    /// The ref is what was pushed.
    record Done() implements Result {}

    /// The ref was not what was expected; nothing was changed.
    record Moved() implements Result {}

    /// The remote does not allow it.
    ///
    /// @param why in the remote's words
    record Refused(String why) implements Result {}
  }

  /// Fetches what a ref names, with its whole history. No ref of ours is changed.
  ///
  /// @param ref full name
  /// @return empty when the remote has no such ref
  /// @throws GitException.RepositoryUnreachable when the remote does not deliver by the deadline
  public Optional<ObjectId> fetch(Repository into, String ref) {
    var transport = new FileTransport(into, source);
    return deadline.call(
        "fetch %s from %s".formatted(ref, source.url()),
        () -> {
          try (transport;
              FetchConnection connection = transport.openFetch()) {
            Ref found = connection.getRef(source.namespace().refPrefix() + ref);
            if (found == null || found.getObjectId() == null) {
              return Optional.empty();
            }
            receive(into, connection, found);
            return Optional.of(found.getObjectId());
          }
        },
        transport::abort);
  }

  private static void receive(Repository into, FetchConnection connection, Ref wanted)
      throws IOException {
    Set<ObjectId> haves = haves(into);
    if (haves.contains(wanted.getObjectId())) {
      return;
    }
    connection.fetch(NullProgressMonitor.INSTANCE, List.of(wanted), haves);
    connection.getPackLocks().forEach(lock -> unlock(lock));
    try (var walk = new ObjectWalk(into)) {
      walk.markStart(walk.parseAny(wanted.getObjectId()));
      for (ObjectId have : haves) {
        walk.markUninteresting(walk.parseAny(have));
      }
      walk.checkConnectivity();
    }
  }

  private static void unlock(org.eclipse.jgit.transport.PackLock lock) {
    try {
      lock.unlock();
    } catch (IOException e) {
      // A pack that stays locked is only never removed.
    }
  }

  private static Set<ObjectId> haves(Repository repository) throws IOException {
    var haves = new HashSet<ObjectId>();
    for (Ref ref : repository.getRefDatabase().getRefs()) {
      if (ref.getObjectId() != null) {
        haves.add(ref.getObjectId());
      }
    }
    return haves;
  }

  /// Makes a ref of the remote name a commit.
  ///
  /// @param ref full name
  /// @param expected what the ref names now; zero when it must not exist
  /// @param replace the commit need not descend from what is there: the lease is the guard
  /// @throws GitException.RepositoryUnreachable when the remote does not answer by the deadline
  public Result push(
      Repository from, ObjectId commit, String ref, ObjectId expected, boolean replace) {
    if (isCheckedOut(ref)) {
      return new Result.Refused("the branch is checked out there");
    }
    var transport = new FilePushTransport(from, source);
    return deadline.call(
        "push %s to %s".formatted(ref, source.url()),
        () -> {
          try (transport) {
            var update =
                new RemoteRefUpdate(
                    from,
                    null,
                    commit,
                    source.namespace().refPrefix() + ref,
                    replace,
                    null,
                    expected);
            Collection<RemoteRefUpdate> done =
                transport
                    .push(NullProgressMonitor.INSTANCE, List.of(update), null)
                    .getRemoteUpdates();
            return result(done.iterator().next());
          }
        },
        transport::close);
  }

  /// A push under a work tree's feet would look like a local change there.
  private boolean isCheckedOut(String ref) {
    try (Repository remote = LocalRepository.openReadOnly(GitDirectory.at(source.path()))) {
      Ref head = remote.exactRef(Constants.HEAD);
      return !remote.getConfig().getBoolean("core", "bare", true)
          && head != null
          && head.getTarget().getName().equals(source.namespace().refPrefix() + ref);
    } catch (IOException e) {
      return false;
    }
  }

  private static Result result(RemoteRefUpdate update) throws TransportException {
    String message = String.valueOf(update.getMessage());
    return switch (update.getStatus()) {
      case OK, UP_TO_DATE -> new Result.Done();
      case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED, NON_EXISTING -> new Result.Moved();
      case REJECTED_OTHER_REASON ->
          message.contains("lock") || message.contains("fetch first")
              ? new Result.Moved()
              : new Result.Refused(message);
      case REJECTED_NODELETE -> new Result.Refused("refs may not be deleted");
      case NOT_ATTEMPTED, AWAITING_REPORT -> throw new TransportException("the other side gave up");
    };
  }
}
