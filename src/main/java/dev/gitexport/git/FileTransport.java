package dev.gitexport.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
    open.get().ifPresent(connection -> connection.server.abort());
  }

  /// Why the other side gave up, if it did.
  Optional<String> remoteFailure() {
    return open.get().flatMap(connection -> connection.server.failure());
  }

  @Override
  public void close() {
    abort();
  }

  private static void upload(Repository remote, InputStream fromClient, OutputStream toClient)
      throws IOException {
    try (var server = new UploadPack(remote)) {
      server.setTransferConfig(new TransferConfig(new Config()));
      server.setRequestPolicy(UploadPack.RequestPolicy.REACHABLE_COMMIT);
      var packing = new PackConfig();
      packing.setThreads(1);
      server.setPackConfig(packing);
      server.uploadWithExceptionPropagation(fromClient, toClient, null);
    }
  }

  /// The client's side.
  private static final class Connection extends BasePackFetchConnection {

    private final PipedServer server;

    private Connection(FileTransport transport, Repository remote) throws IOException {
      super(transport);
      server = PipedServer.start("upload-pack", remote, (from, to) -> upload(remote, from, to));
    }

    private void greet() throws TransportException {
      init(server.output(), server.input());
      readAdvertisedRefs();
    }
  }
}
