package dev.gitexport.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.lib.Repository;

/// The other side of a transport, served in this process on a thread of its own. Two pipes join it
/// to the client.
final class PipedServer {

  private static final int PIPE_BYTES = 64 * 1024;

  /// Speaks the server's part until the client has what it wants.
  interface Service {
    void serve(InputStream fromClient, OutputStream toClient) throws IOException;
  }

  private final PipedInputStream fromServer = new PipedInputStream(PIPE_BYTES);
  private final PipedInputStream fromClient = new PipedInputStream(PIPE_BYTES);
  private final PipedOutputStream toServer = new PipedOutputStream(fromClient);
  private final PipedOutputStream toClient = new PipedOutputStream(fromServer);
  private final AtomicReference<Optional<String>> failure = new AtomicReference<>(Optional.empty());

  private PipedServer() throws IOException {}

  /// @param name of its thread
  /// @param remote what it serves; closed at its end
  static PipedServer start(String name, Repository remote, Service service) throws IOException {
    var server = new PipedServer();
    Thread.ofPlatform().daemon().name(name).start(() -> server.run(remote, service));
    return server;
  }

  InputStream output() {
    return fromServer;
  }

  OutputStream input() {
    return toServer;
  }

  /// Why it gave up, if it did.
  Optional<String> failure() {
    return failure.get();
  }

  private void run(Repository remote, Service service) {
    try (remote;
        fromClient;
        toClient) {
      serve(service);
    } catch (IOException e) {
      // Closing a pipe has nothing to lose.
    }
  }

  /// A client that still writes would hear of a broken pipe only: the reason is kept for him.
  private void serve(Service service) {
    try {
      service.serve(fromClient, toClient);
    } catch (IOException | RuntimeException e) {
      failure.set(Optional.of(String.valueOf(e.getMessage())));
    }
  }

  /// Ends whatever waits on it, from any thread.
  void abort() {
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
