package dev.gitexport.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.eclipse.jgit.transport.BasePackFetchConnection;
import org.eclipse.jgit.transport.BasePackPushConnection;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PackTransport;
import org.eclipse.jgit.transport.PushConnection;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.TransferConfig;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UploadPack;

/// Fetches from and pushes to a repository on this machine, both sides in this process. JGit's own
/// local transport obeys the other repository's configuration, and may start the program it names.
final class FileTransport extends Transport implements PackTransport {

  private final Source source;
  private final AtomicReference<Optional<PipedServer>> open =
      new AtomicReference<>(Optional.empty());

  FileTransport(Repository store, Source source) {
    super(store, new URIish().setScheme("file").setPath(source.path().toString()));
    this.source = source;
  }

  /// The server's side of a connection.
  private interface Served {
    void serve(Repository remote, InputStream fromClient, OutputStream toClient) throws IOException;
  }

  /// Makes the client's side of a connection.
  private interface Client<C> {
    C greet(PipedServer server) throws IOException;
  }

  @Override
  public FetchConnection openFetch() throws TransportException {
    return connect("upload-pack", FileTransport::upload, server -> new Fetching(this, server));
  }

  @Override
  public PushConnection openPush() throws TransportException {
    return connect("receive-pack", FileTransport::receive, server -> new Pushing(this, server));
  }

  private <C> C connect(String name, Served served, Client<C> client) throws TransportException {
    Repository remote = LocalRepository.openReadOnly(GitDirectory.at(source.path()));
    try {
      var server = PipedServer.start(name, remote, (from, to) -> served.serve(remote, from, to));
      open.set(Optional.of(server));
      return client.greet(server);
    } catch (IOException e) {
      remote.close();
      throw new TransportException(getURI(), e.getMessage(), e);
    }
  }

  /// Ends whatever waits on this transport, from any thread.
  void abort() {
    open.get().ifPresent(PipedServer::abort);
  }

  /// Why the other side gave up, if it did.
  Optional<String> remoteFailure() {
    return open.get().flatMap(PipedServer::failure);
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

  private static void receive(Repository remote, InputStream fromClient, OutputStream toClient)
      throws IOException {
    StaleLocks locks = StaleLocks.of(remote);
    locks.removeThoseOfPacks();
    var server = new ReceivePack(remote);
    server.setPreReceiveHook((_, updates) -> removeStaleLocks(locks, updates));
    server.setCheckReceivedObjects(true);
    server.receive(fromClient, toClient, null);
  }

  private static void removeStaleLocks(StaleLocks locks, Collection<ReceiveCommand> updates) {
    try {
      locks.removeThoseOfRefs(updates.stream().map(ReceiveCommand::getRefName).toList());
    } catch (IOException e) {
      updates.forEach(
          update -> update.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, e.toString()));
    }
  }

  private static final class Fetching extends BasePackFetchConnection {

    private Fetching(FileTransport transport, PipedServer server) throws TransportException {
      super(transport);
      init(server.output(), server.input());
      readAdvertisedRefs();
    }
  }

  private static final class Pushing extends BasePackPushConnection {

    private Pushing(FileTransport transport, PipedServer server) throws TransportException {
      super(transport);
      init(server.output(), server.input());
      readAdvertisedRefs();
    }
  }
}
