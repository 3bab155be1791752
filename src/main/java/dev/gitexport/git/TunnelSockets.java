package dev.gitexport.git;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.apache.http.HttpHost;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/// Gives the HTTP client connections that a proxy makes. The client believes to be connected
/// straight to the server, so that TLS and redirects are checked as ever.
///
/// @param layer what is spoken on them
record TunnelSockets(Sockets sockets, Layer layer) implements ConnectionSocketFactory {

  /// Puts TLS or nothing on a connection.
  interface Layer {
    Socket on(Socket socket, HttpHost host, int port, @Nullable HttpContext context)
        throws IOException;
  }

  @Override
  public Socket createSocket(@Nullable HttpContext context) {
    return new Socket();
  }

  @Override
  public Socket connectSocket(
      int timeout,
      @Nullable Socket unused,
      HttpHost host,
      InetSocketAddress address,
      @Nullable InetSocketAddress local,
      @Nullable HttpContext context)
      throws IOException {
    Socket tunnel = sockets.connect(host.getHostName(), address.getPort());
    return layer.on(tunnel, host, address.getPort(), context);
  }
}
