package dev.gitexport.git;

import java.net.InetAddress;
import org.apache.http.client.config.CookieSpecs;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.config.Registry;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.config.SocketConfig;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;

/// The HTTP client of one access: to checked addresses, by its route and its trust, until the
/// deadline. It follows no redirect and keeps no cookie.
final class HttpChannel {

  private static final int MOST_CONNECTIONS = 16;

  private final Sockets sockets;
  private final PoolingHttpClientConnectionManager connections;
  private final CloseableHttpClient client;

  HttpChannel(Access access, Deadline deadline) {
    int millis = deadline.socketTimeout();
    this.sockets = new Sockets(access, deadline);
    this.connections = connections(access, sockets, millis);
    this.client =
        HttpClients.custom()
            .setConnectionManager(connections)
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectTimeout(millis)
                    .setConnectionRequestTimeout(millis)
                    .setSocketTimeout(millis)
                    .setCookieSpec(CookieSpecs.IGNORE_COOKIES)
                    .build())
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .build();
  }

  CloseableHttpClient client() {
    return client;
  }

  private static PoolingHttpClientConnectionManager connections(
      Access access, Sockets sockets, int millis) {
    var connections =
        switch (access.route()) {
          case Route.Direct() -> straight(access);
          case Route.Proxy _ -> tunnels(access, sockets);
        };
    // JGit leaves the answer of a redirect unread, and its connection with it.
    connections.setMaxTotal(MOST_CONNECTIONS);
    connections.setDefaultMaxPerRoute(MOST_CONNECTIONS);
    // A TLS handshake comes before the request's own timeout holds.
    connections.setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(millis).build());
    return connections;
  }

  private static PoolingHttpClientConnectionManager straight(Access access) {
    return new PoolingHttpClientConnectionManager(
        factories(
            PlainConnectionSocketFactory.getSocketFactory(),
            new SSLConnectionSocketFactory(access.trust().context())),
        host -> access.network().resolve(host));
  }

  private static PoolingHttpClientConnectionManager tunnels(Access access, Sockets sockets) {
    var tls = new SSLConnectionSocketFactory(access.trust().context());
    return new PoolingHttpClientConnectionManager(
        factories(
            new TunnelSockets(sockets, (socket, _, _, _) -> socket),
            new TunnelSockets(
                sockets,
                (socket, host, port, context) ->
                    tls.createLayeredSocket(socket, host.getHostName(), port, context))),
        // The proxy makes the connection.
        host -> new InetAddress[] {InetAddress.getByAddress(host, new byte[4])});
  }

  private static Registry<ConnectionSocketFactory> factories(
      ConnectionSocketFactory http, ConnectionSocketFactory https) {
    return RegistryBuilder.<ConnectionSocketFactory>create()
        .register("http", http)
        .register("https", https)
        .build();
  }

  /// Closes the sockets, from any thread: whoever reads from one gets an error.
  void abort() {
    sockets.abort();
    connections.shutdown();
  }
}
