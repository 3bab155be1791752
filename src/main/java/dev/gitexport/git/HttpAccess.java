package dev.gitexport.git;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;

/// The HTTP connections of one transport: to one scheme, host and port, at checked addresses, with
/// the credentials of that place. A redirect elsewhere is refused before anything is sent there.
final class HttpAccess implements HttpConnectionFactory {

  private final Source source;
  private final HttpChannel channel;
  private final Authorization authorization;
  private final Clock clock;
  private final long packLimit;

  HttpAccess(Source source, Access access, Deadline deadline) {
    this.source = source;
    this.clock = deadline.clock();
    this.packLimit = access.network().packLimit();
    this.channel = new HttpChannel(access, deadline);
    this.authorization = authorization(access.credentials());
  }

  private Authorization authorization(Credentials credentials) {
    return switch (credentials) {
      case Credentials.None() -> Optional::empty;
      case Credentials.Bearer(String token) -> () -> Optional.of("Bearer " + token);
      case Credentials.Basic basic -> () -> Optional.of(basic.header());
      case Credentials.Kept kept -> new KeptAuthorization(kept);
      case Credentials.GitHubApp app -> new InstallationTokens(source, app, channel, clock);
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
              .formatted(source.url(), url.getProtocol(), place(url)),
          null);
    }
    return new SmartHttpConnection(
        source, url, authorization, channel.client(), clock, packLimit, channel::abort);
  }

  /// Without the password that whoever redirects may have put before it.
  private static String place(URL url) {
    return url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
  }

  /// Closes the sockets, from any thread: whoever reads from one gets an error.
  void abort() {
    channel.abort();
  }
}
