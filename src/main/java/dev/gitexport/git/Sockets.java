package dev.gitexport.git;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// The TCP connections of one transport, straight or through its proxy. Whatever is connected to
/// has a checked address, the proxy too.
final class Sockets {

  private final Access access;
  private final Deadline deadline;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  Sockets(Access access, Deadline deadline) {
    this.access = access;
    this.deadline = deadline;
  }

  /// A connection to a host of the source's.
  ///
  /// @throws GitException when an address is not allowed, or a proxy refuses
  Socket connect(String host, int port) throws IOException {
    return switch (access.route()) {
      case Route.Direct() -> straight(host, port);
      case Route.Proxy proxy -> through(proxy, access.network().behindProxy(host), port);
    };
  }

  private Socket through(Route.Proxy proxy, String host, int port) throws IOException {
    Socket socket = straight(proxy.host(), proxy.port());
    return switch (proxy.kind()) {
      case SOCKS5 -> new Socks5(proxy, socket).connect(host, port);
      case HTTP -> new HttpTunnel(proxy, socket).connect(host, port);
      case HTTPS -> new HttpTunnel(proxy, encrypted(proxy, socket)).connect(host, port);
    };
  }

  private static Socket encrypted(Route.Proxy proxy, Socket socket) throws IOException {
    var factory = proxy.trust().context().getSocketFactory();
    var encrypted = (SSLSocket) factory.createSocket(socket, proxy.host(), proxy.port(), true);
    SSLParameters parameters = encrypted.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    encrypted.setSSLParameters(parameters);
    encrypted.startHandshake();
    return encrypted;
  }

  /// To the first address that answers.
  private Socket straight(String host, int port) throws IOException {
    Optional<IOException> failure = Optional.empty();
    for (InetAddress address : access.network().resolve(host)) {
      try {
        return straight(address, port);
      } catch (IOException e) {
        failure = Optional.of(e);
      }
    }
    throw failure.orElseGet(() -> new ConnectException(host + " has no address"));
  }

  private Socket straight(InetAddress address, int port) throws IOException {
    var socket = new Socket();
    open.add(socket);
    int millis = deadline.socketTimeout();
    socket.setSoTimeout(millis);
    socket.setTcpNoDelay(true);
    try {
      socket.connect(new InetSocketAddress(address, port), millis);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// Closes them, from any thread: whoever waits for one gets an error.
  void abort() {
    open.forEach(Sockets::close);
  }

  static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is given up.
    }
  }
}
