package dev.gitexport.git;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
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

  private static final int PIPE_BYTES = 64 * 1024;

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
    open.get().ifPresent(Connection::abort);
  }

  /// The client's side; the server's runs on a thread of its own.
  private static final class Connection extends BasePackPushConnection {

    private final PipedInputStream fromServer = new PipedInputStream(PIPE_BYTES);
    private final PipedInputStream fromClient = new PipedInputStream(PIPE_BYTES);
    private final PipedOutputStream toServer = new PipedOutputStream(fromClient);
    private final PipedOutputStream toClient = new PipedOutputStream(fromServer);

    private Connection(FilePushTransport transport, Repository remote) throws IOException {
      super(transport);
      Thread.ofPlatform().daemon().name("receive-pack").start(() -> serve(remote));
    }

    private void greet() throws TransportException {
      init(fromServer, toServer);
      readAdvertisedRefs();
    }

    private void serve(Repository remote) {
      try (remote;
          fromClient;
          toClient) {
        var server = new ReceivePack(remote);
        server.setCheckReceivedObjects(true);
        server.receive(fromClient, toClient, null);
      } catch (IOException | RuntimeException e) {
        // The client reads the end of the stream and says that the other side gave up.
      }
    }

    private void abort() {
      closePipe(fromServer);
      closePipe(fromClient);
    }

    private static void closePipe(PipedInputStream pipe) {
      try {
        pipe.close();
      } catch (IOException e) {
        // A pipe has nothing to lose.
      }
    }
  }
}
