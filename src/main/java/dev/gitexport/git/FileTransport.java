package dev.gitexport.git;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.eclipse.jgit.transport.BasePackFetchConnection;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PackTransport;
import org.eclipse.jgit.transport.PushConnection;
import org.eclipse.jgit.transport.TransferConfig;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UploadPack;

/// Fetches from a repository on this machine, both sides in this process. JGit's own local
/// transport obeys the other repository's configuration, and may start the program it names.
final class FileTransport extends Transport implements PackTransport {

  private static final int PIPE_BYTES = 64 * 1024;

  private final Source source;
  private final AtomicReference<Optional<Connection>> open =
      new AtomicReference<>(Optional.empty());

  FileTransport(Repository store, Source source) {
    super(store, new URIish().setScheme("file").setPath(source.path().toString()));
    this.source = source;
  }

  @Override
  public FetchConnection openFetch() throws TransportException {
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
  public PushConnection openPush() throws NotSupportedException {
    throw new NotSupportedException("nothing is pushed to a repository on this machine");
  }

  /// Ends whatever waits on this transport, from any thread.
  void abort() {
    open.get().ifPresent(Connection::abort);
  }

  /// Why the other side gave up, if it did.
  Optional<String> remoteFailure() {
    return open.get().flatMap(connection -> connection.failure.get());
  }

  @Override
  public void close() {
    abort();
  }

  /// The client's side; the server's runs on a thread of its own.
  private static final class Connection extends BasePackFetchConnection {

    private final PipedInputStream fromServer = new PipedInputStream(PIPE_BYTES);
    private final PipedInputStream fromClient = new PipedInputStream(PIPE_BYTES);
    private final PipedOutputStream toServer = new PipedOutputStream(fromClient);
    private final PipedOutputStream toClient = new PipedOutputStream(fromServer);
    private final AtomicReference<Optional<String>> failure =
        new AtomicReference<>(Optional.empty());

    private Connection(FileTransport transport, Repository remote) throws IOException {
      super(transport);
      Thread.ofPlatform().daemon().name("upload-pack").start(() -> serve(remote));
    }

    private void greet() throws TransportException {
      init(fromServer, toServer);
      readAdvertisedRefs();
    }

    /// A client that still writes would hear of a broken pipe only: the reason is kept for him.
    private void serve(Repository remote) {
      try (remote;
          fromClient;
          toClient) {
        upload(remote);
      } catch (IOException e) {
        // Closing a pipe has nothing to lose.
      }
    }

    private void upload(Repository remote) {
      try (var server = new UploadPack(remote)) {
        server.setTransferConfig(new TransferConfig(new Config()));
        server.setRequestPolicy(UploadPack.RequestPolicy.REACHABLE_COMMIT);
        var packing = new PackConfig();
        packing.setThreads(1);
        server.setPackConfig(packing);
        server.uploadWithExceptionPropagation(fromClient, toClient, null);
      } catch (IOException | RuntimeException e) {
        failure.set(Optional.of(String.valueOf(e.getMessage())));
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
