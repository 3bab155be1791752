package dev.gitexport.git;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.util.Optional;
import org.eclipse.jgit.transport.sshd.ProxyData;
import org.eclipse.jgit.transport.sshd.ProxyDataFactory;

/// The one proxy of an ssh session, in the words of JGit, which speaks to it.
final class SshProxy {

  private SshProxy() {}

  /// @throws GitException.RepositoryUnreachable when its address is not allowed, or ssh cannot go
  ///   through it
  static ProxyDataFactory of(Route.Proxy proxy, Network network) {
    Proxy.Type type =
        switch (proxy.kind()) {
          case HTTP -> Proxy.Type.HTTP;
          case SOCKS5 -> Proxy.Type.SOCKS;
          case HTTPS -> throw unreachable(proxy, "ssh goes through http and socks5 proxies only");
        };
    try {
      InetAddress address = network.resolve(proxy.host())[0];
      var place = new Proxy(type, new InetSocketAddress(address, proxy.port()));
      Optional<String> user = Optional.of(proxy.username()).filter(name -> !name.isEmpty());
      return _ -> new ProxyData(place, user.orElse(null), proxy.password().toCharArray());
    } catch (UnknownHostException e) {
      throw unreachable(proxy, "nobody knows the host's address");
    }
  }

  private static GitException unreachable(Route.Proxy proxy, String why) {
    return new GitException.RepositoryUnreachable(
        "Could not pass the proxy %s: %s. Name another in the proxy's Secret."
            .formatted(proxy.address(), why),
        null);
  }
}
