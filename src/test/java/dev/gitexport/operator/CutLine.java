package dev.gitexport.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A line to a server that can be cut: then all connections break and new ones are closed at once.
final class CutLine implements AutoCloseable {

  private final URI server;
  private final ServerSocket entry;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean cut;

  private CutLine(URI server, ServerSocket entry) {
    this.server = server;
    this.entry = entry;
  }

  static CutLine to(URI server) {
    try {
      CutLine line = new CutLine(server, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      line.threads.execute(line::accept);
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "https://127.0.0.1:" + entry.getLocalPort();
  }

  void cut() {
    cut = true;
    open.forEach(CutLine::close);
    open.clear();
  }

  void mend() {
    cut = false;
  }

  private void accept() {
    while (!entry.isClosed()) {
      try {
        connect(entry.accept());
      } catch (IOException _) {
        // Closed, or the server is not there: the caller sees his connection end.
      }
    }
  }

  private void connect(Socket caller) throws IOException {
    open.add(caller);
    if (cut) {
      close(caller);
      return;
    }
    Socket called = new Socket(server.getHost(), server.getPort());
    open.add(called);
    threads.execute(() -> copy(caller, called));
    threads.execute(() -> copy(called, caller));
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // Cut.
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      entry.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
    threads.shutdown();
  }
}
