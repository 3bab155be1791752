package dev.gitexport.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.BasePackPushConnection;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PackTransport;
import org.eclipse.jgit.transport.PushConnection;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;

/// Pushes to a repository on this machine, both sides in this process: no program, no hook.
final class FilePushTransport extends Transport implements PackTransport {

  private final Source source;
  private final AtomicReference<Optional<Connection>> open =
      new AtomicReference<>(Optional.empty());

  FilePushTransport(Repository local, Source source) {
    super(local, new URIish().setScheme("file").setPath(source.path().toString()));
    this.source = source;
  }

  @Override
  public FetchConnection openFetch() throws NotSupportedException {
    throw new NotSupportedException("this transport only pushes");
  }

  @Override
  public PushConnection openPush() throws TransportException {
    Repository remote = LocalRepository.openReadOnly(GitDirectory.at(source.path()));
    try {
      var connection = new Connection(this, remote);
      open.set(Optional.of(connection));
      connection.greet();
      return connection;
    } catch (IOException e) {
      remote.close();
      throw new TransportException(getURI(), e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    open.get().ifPresent(connection -> connection.server.abort());
  }

  private static void receive(Repository remote, InputStream fromClient, OutputStream toClient)
      throws IOException {
    var server = new ReceivePack(remote);
    server.setCheckReceivedObjects(true);
    server.receive(fromClient, toClient, null);
  }

  /// The client's side.
  private static final class Connection extends BasePackPushConnection {

    private final PipedServer server;

    private Connection(FilePushTransport transport, Repository remote) throws IOException {
      super(transport);
      server = PipedServer.start("receive-pack", remote, (from, to) -> receive(remote, from, to));
    }

    private void greet() throws TransportException {
      init(server.output(), server.input());
      readAdvertisedRefs();
    }
  }
}
