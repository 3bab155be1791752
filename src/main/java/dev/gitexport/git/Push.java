package dev.gitexport.git;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;

/// The refs of a remote that are written to. Every update names what it expects to be there, so
/// that nobody's work is overwritten unseen.
///
/// @param source the remote
/// @param access how it is reached
/// @param deadline of every exchange with it
public record Push(Source source, Access access, Deadline deadline) {

  /// What became of an update.
  public sealed interface Result {

    /// The ref is what was pushed.
    record Done() implements Result {}

    /// The lease was lost: the ref was not what was expected, and nothing was changed.
    record Moved() implements Result {}

    /// The remote does not allow it, and nothing was changed.
    ///
    /// @param why in the remote's words
    record Refused(Rule rule, String why) implements Result {}
  }

  /// What of a remote refuses an update.
  public enum Rule {
    /// The branch is protected.
    PROTECTED,
    /// A hook of the server said no.
    HOOK,
    /// Only fast-forwards are taken.
    FAST_FORWARD_ONLY,
    /// Refs may not be deleted.
    NO_DELETION,
    /// A work tree has the branch checked out.
    CHECKED_OUT,
    OTHER
  }

  /// Fetches what a ref names, with its whole history. No ref of ours is changed.
  ///
  /// @param ref full name
  /// @return empty when the remote has no such ref
  /// @throws GitException.RepositoryUnreachable when the remote does not deliver by the deadline
  /// @throws GitException.AuthenticationFailed when it wants other credentials
  public Optional<ObjectId> fetch(Repository into, String ref) {
    RemoteTransport remote = RemoteTransport.open(into, source, access, deadline);
    String name = source.namespace().refPrefix() + ref;
    return deadline.call(
        "fetch %s from %s".formatted(ref, source.url()),
        () -> {
          try (remote;
              FetchConnection connection =
                  remote.transport().openFetch(List.of(new RefSpec(name)))) {
            Ref found = connection.getRef(name);
            if (found == null || found.getObjectId() == null) {
              return Optional.empty();
            }
            receive(into, connection, name, found.getObjectId());
            return Optional.of(found.getObjectId());
          }
        },
        remote.abort());
  }

  private void receive(Repository into, FetchConnection connection, String name, ObjectId id)
      throws IOException {
    var reception = new Reception(into, deadline);
    if (reception.haves().contains(id)) {
      return;
    }
    reception.receive(connection, Map.of(name, id));
    try {
      reception.checkConnected(List.of(id), true);
    } catch (MissingObjectException e) {
      throw new GitException.RepositoryUnreachable(
          "Could not fetch %s from %s: it did not send object %s. Run `git fsck` there."
              .formatted(name, source.url(), e.getObjectId().name()),
          e);
    }
  }

  /// Makes a ref of the remote name a commit.
  ///
  /// @param ref full name
  /// @param expected what the ref names now; zero when it must not exist
  /// @param replace the commit need not descend from what is there: the lease is the guard
  /// @throws GitException.RepositoryUnreachable when the remote does not answer by the deadline
  /// @throws GitException.AuthenticationFailed when it wants other credentials
  public Result push(
      Repository from, ObjectId commit, String ref, ObjectId expected, boolean replace) {
    if (source.scheme().equals("file") && isCheckedOut(ref)) {
      return new Result.Refused(Rule.CHECKED_OUT, "the branch is checked out there");
    }
    RemoteTransport remote = RemoteTransport.open(from, source, access, deadline);
    String name = source.namespace().refPrefix() + ref;
    return deadline.call(
        "push %s to %s".formatted(ref, source.url()),
        () -> {
          try (remote) {
            return update(
                remote, new RemoteRefUpdate(from, null, commit, name, replace, null, expected));
          }
        },
        remote.abort());
  }

  /// Deletes a ref of the remote as it is seen now; none is no failure.
  ///
  /// @param ref full name
  public Result delete(Repository from, String ref) {
    RemoteTransport remote = RemoteTransport.open(from, source, access, deadline);
    String name = source.namespace().refPrefix() + ref;
    Optional<ObjectId> seen =
        deadline.call(
            "look for %s at %s".formatted(ref, source.url()),
            () -> {
              try (remote;
                  FetchConnection connection =
                      remote.transport().openFetch(List.of(new RefSpec(name)))) {
                return Optional.ofNullable(connection.getRef(name)).map(Ref::getObjectId);
              }
            },
            remote.abort());
    return seen.isEmpty()
        ? new Result.Done()
        : push(from, ObjectId.zeroId(), ref, seen.get(), true);
  }

  private static Result update(RemoteTransport remote, RemoteRefUpdate update) throws IOException {
    PushResult result =
        remote.transport().push(NullProgressMonitor.INSTANCE, List.of(update), null);
    return PushAnswer.of(result.getRemoteUpdate(update.getRemoteName()), result.getMessages())
        .result();
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
}
