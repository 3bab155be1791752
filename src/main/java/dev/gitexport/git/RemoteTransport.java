package dev.gitexport.git;

import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;

/// The one way from a store to a source, for fetches and pushes: whoever opens another goes past
/// the checks of addresses, redirects and credentials.
///
/// @param transport JGit's, ready to be used
/// @param abort ends whatever waits on it, from any thread
/// @param remoteFailure why the other side gave up, if it said so
record RemoteTransport(
    Transport transport, Runnable abort, Supplier<Optional<String>> remoteFailure)
    implements AutoCloseable {

  /// Connects to nothing yet.
  ///
  /// @throws GitException.RepositoryUnreachable when the source cannot be reached in any way
  static RemoteTransport open(
      Repository repository, Source source, Access access, Deadline deadline) {
    RemoteTransport opened =
        switch (source.scheme()) {
          case "file" -> file(repository, source);
          case "git" -> git(repository, source, access, deadline);
          case "ssh" -> ssh(repository, source, access, deadline);
          default -> http(repository, source, access, deadline);
        };
    opened.transport().setObjectChecker(fetchedObjects());
    return opened;
  }

  /// What can break a reader is refused. What old tools wrote is not: git itself reads it.
  private static ObjectChecker fetchedObjects() {
    return new ObjectChecker().setAllowLeadingZeroFileMode(true).setAllowInvalidPersonIdent(true);
  }

  private static RemoteTransport file(Repository repository, Source source) {
    var transport = new FileTransport(repository, source);
    return new RemoteTransport(transport, transport::abort, transport::remoteFailure);
  }

  private static RemoteTransport git(
      Repository repository, Source source, Access access, Deadline deadline) {
    var sockets = new Sockets(access, deadline);
    var transport = new GitTransport(repository, source, sockets, access.network().packLimit());
    return new RemoteTransport(transport, sockets::abort, Optional::empty);
  }

  private static RemoteTransport ssh(
      Repository repository, Source source, Access access, Deadline deadline) {
    try {
      var sessions = SshSessions.of(source, access, deadline);
      var transport =
          (SshTransport) HermeticSystemReader.ssh().open(source.address(), repository, "origin");
      transport.setSshSessionFactory(sessions);
      return new RemoteTransport(transport, sessions::abort, Optional::empty);
    } catch (NotSupportedException | TransportException e) {
      throw unreachable(source, e);
    }
  }

  private static RemoteTransport http(
      Repository repository, Source source, Access access, Deadline deadline) {
    try {
      var connections = new HttpAccess(source, access, deadline);
      var transport =
          (TransportHttp) HermeticSystemReader.http().open(source.address(), repository, "origin");
      transport.setHttpConnectionFactory(connections);
      return new RemoteTransport(transport, connections::abort, Optional::empty);
    } catch (NotSupportedException | TransportException e) {
      throw unreachable(source, e);
    }
  }

  private static GitException unreachable(Source source, Exception cause) {
    return new GitException.RepositoryUnreachable(
        "Could not reach %s: %s. Check the URL.".formatted(source.url(), cause.getMessage()),
        cause);
  }

  /// Why an exchange failed: in the other side's words where it said so.
  String why(TransportException failure) {
    return remoteFailure.get().orElse(String.valueOf(failure.getMessage()));
  }

  @Override
  public void close() {
    transport.close();
    abort.run();
  }
}
