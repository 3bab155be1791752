package dev.gitexport.git;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URL;
import java.time.Clock;
import java.util.Optional;
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
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;

/// The HTTP connections of one transport: to one scheme, host and port, at checked addresses, with
/// the credentials of that place. A redirect elsewhere is refused before anything is sent there.
final class HttpAccess implements HttpConnectionFactory {

  private static final int MOST_CONNECTIONS = 16;

  private final Source source;
  private final Optional<String> authorization;
  private final Clock clock;
  private final Sockets sockets;
  private final PoolingHttpClientConnectionManager connections;
  private final CloseableHttpClient client;

  HttpAccess(Source source, Access access, Deadline deadline) {
    this.source = source;
    this.authorization = authorization(source, access.credentials());
    int millis = deadline.socketTimeout();
    this.clock = deadline.clock();
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

  private static Optional<String> authorization(Source source, Credentials credentials) {
    return switch (credentials) {
      case Credentials.None() -> Optional.empty();
      case Credentials.Bearer(String token) -> Optional.of("Bearer " + token);
      case Credentials.Basic basic -> Optional.of(basic.header());
      case Credentials.Ssh _ ->
          throw new GitException.AuthenticationFailed(
              "Could not reach %s: an identity is for ssh, and this is not. Give username and password or a bearerToken, or use the repository's ssh URL."
                  .formatted(source.url()),
              null);
    };
  }

  @Override
  public HttpConnection create(URL url) throws IOException {
    return create(url, Proxy.NO_PROXY);
  }

  /// JGit offers the proxy of the machine's settings; none is used that nobody asked for.
  @Override
  public HttpConnection create(URL url, Proxy machines) throws IOException {
    if (!source.isAt(url)) {
      throw new GitException.RepositoryUnreachable(
          "Could not reach %s: it redirects to %s://%s, and only redirects to the same scheme, host and port are followed. Name the new URL if you trust it."
              .formatted(source.url(), url.getProtocol(), url.getAuthority()),
          null);
    }
    return new SmartHttpConnection(source, url, authorization, client, clock, this::abort);
  }

  /// Closes the sockets, from any thread: whoever reads from one gets an error.
  void abort() {
    sockets.abort();
    connections.shutdown();
  }
}
