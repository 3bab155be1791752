package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.test.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Through real proxies: tinyproxy, microsocks, and tinyproxy behind TLS.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProxyIT {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final Network NAMED = Network.guarded(Set.of("localhost"), List.of());
  private static final Network LOOPBACK =
      Network.guarded(Set.of(), List.of(AddressRange.parse("127.0.0.0/8")));

  @TempDir static Path directory;

  private final Map<String, LocalServer> proxies = new HashMap<>();
  private GitHttpServer git;
  private SshServer ssh;
  private LocalServer daemon;
  private ObjectStore store;

  @BeforeAll
  void serve() {
    RealGit.init(directory.resolve("projects/shop")).commit("one", "a.txt", "a");
    git = GitHttpServer.start(directory.resolve("server"), directory.resolve("projects"));
    ssh = SshServer.start(directory.resolve("ssh"));
    daemon =
        LocalServer.start(
            directory,
            List.of(
                "git",
                "daemon",
                "--export-all",
                "--base-path=" + directory.resolve("projects"),
                "--listen=127.0.0.1",
                "--port=@PORT@"));
    store = new ObjectStore(directory.resolve("store"), "tenant", CLOCK);
    proxies.put("http", LocalServer.tinyproxy(directory, "BasicAuth me s3cret"));
    proxies.put(
        "socks5",
        LocalServer.start(
            directory,
            List.of("microsocks", "-i", "127.0.0.1", "-p", "@PORT@", "-u", "me", "-P", "s3cret")));
    Path own = directory.resolve("server");
    proxies.put(
        "https",
        LocalServer.start(
            directory,
            List.of(
                "socat",
                "OPENSSL-LISTEN:@PORT@,bind=127.0.0.1,fork,reuseaddr,verify=0,cert=%s,key=%s"
                    .formatted(own.resolve("server.crt"), own.resolve("server.key")),
                "TCP:127.0.0.1:" + proxy("http").port())));
  }

  @AfterAll
  void stop() {
    proxies.values().forEach(LocalServer::close);
    List.<Supplier<AutoCloseable>>of(() -> git, () -> ssh, () -> daemon)
        .forEach(server -> close(server.get()));
  }

  private static void close(AutoCloseable server) {
    try {
      if (server != null) {
        server.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http, https", "http, http", "http, git", "http, ssh",
    "socks5, https", "socks5, http", "socks5, git", "socks5, ssh",
    "https, https", "https, http", "https, git",
  })
  void goesThroughAProxy(String proxy, String scheme) {
    int before = proxy(proxy).said().length();

    assertThat(look(url(scheme), access(scheme, route(proxy, "s3cret"), NAMED)).isEmpty())
        .isFalse();

    assertThat(proxy(proxy.equals("https") ? "http" : proxy).said().length()).isGreaterThan(before);
  }

  @ParameterizedTest
  @CsvSource({
    "http, wr0ng",
    "socks5, wr0ng",
    "https, wr0ng",
    "http, ''",
    "socks5, ''",
  })
  void aProxyThatRefusesThePasswordIsSaid(String proxy, String password) {
    Access access = access("https", route(proxy, password), NAMED);

    assertThatThrownBy(() -> look(url("https"), access))
        .isInstanceOf(GitException.AuthenticationFailed.class)
        .hasMessageContaining(proxy + "://localhost")
        .hasMessageNotContaining("wr0ng");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "socks5", "https"})
  void anInnerAddressIsNotReachedThroughAProxyEither(String proxy) {
    String url = url("https").replace("localhost", "127.0.0.1");
    int before = proxy("http").said().length();

    assertThatThrownBy(() -> look(url, access("https", route(proxy, "s3cret"), NAMED)))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("127.0.0.1 is not allowed");
    assertThat(proxy("http").said().substring(before)).doesNotContain("CONNECT");
  }

  @Test
  void aProxyAtAnInnerAddressThatNobodyAllowedIsNotAsked() {
    Network strict = Network.guarded(Set.of("git.example.com"), List.of());

    assertThatThrownBy(() -> look(url("https"), access("https", route("http", "s3cret"), strict)))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("is not allowed");
  }

  @Test
  void theProxyIsAskedForTheCheckedAddressUnlessTheNameIsAllowed() {
    look(url("https"), access("https", route("http", "s3cret"), LOOPBACK));
    assertThat(proxy("http").said()).contains("CONNECT 127.0.0.1:");

    look(url("https"), access("https", route("http", "s3cret"), NAMED));
    assertThat(proxy("http").said()).contains("CONNECT localhost:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "socks5"})
  void aProxyThatCannotConnectIsSaid(String proxy) {
    String url = "https://localhost:%d/shop.git".formatted(Ports.free());

    assertThatThrownBy(() -> look(url, access("https", route(proxy, "s3cret"), NAMED)))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("through the proxy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "socks5", "https"})
  void aProxyThatIsSilentEndsAtTheDeadline(String kind) throws IOException {
    try (var hole = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Route route = Route.of(Map.of("address", kind + "://localhost:" + hole.getLocalPort()));
      Source source = source(url("https"));
      Access access = access("https", route, NAMED);
      Deadline deadline = Deadline.in(CLOCK, Duration.ofSeconds(1));

      assertThatThrownBy(() -> store.look(source, access, deadline))
          .isInstanceOf(GitException.RepositoryUnreachable.class);
    }
  }

  @Test
  void whatIsNoProxyIsAFailure() {
    for (String kind : List.of("http", "socks5")) {
      Route route = Route.of(Map.of("address", "%s://localhost:%d".formatted(kind, daemon.port())));
      assertThatThrownBy(() -> look(url("https"), access("https", route, NAMED)))
          .isInstanceOf(GitException.RepositoryUnreachable.class);
    }
  }

  @Test
  void sshDoesNotGoThroughTlsToAProxy() {
    assertThatThrownBy(() -> look(url("ssh"), access("ssh", route("https", "s3cret"), NAMED)))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("http and socks5 proxies only");
  }

  private LocalServer proxy(String kind) {
    return Objects.requireNonNull(proxies.get(kind), kind);
  }

  private Route route(String kind, String password) {
    Map<String, String> values = new HashMap<>();
    values.put("address", "%s://localhost:%d".formatted(kind, proxy(kind).port()));
    values.put("ca.crt", git.pem("ca.crt"));
    if (!password.isEmpty()) {
      values.putAll(Map.of("username", "me", "password", password));
    }
    return Route.of(values);
  }

  private Access access(String scheme, Route route, Network network) {
    Credentials credentials =
        scheme.equals("ssh")
            ? new Credentials.Ssh(
                ssh.key("id" + System.nanoTime(), "-t", "ed25519", "-N", ""),
                "",
                ssh.knownHosts(),
                "")
            : new Credentials.None();
    return new Access(credentials, new Trust(git.pem("ca.crt"), "", ""), network, route);
  }

  private String url(String scheme) {
    return switch (scheme) {
      case "https" -> git.url("open", "shop/.git");
      case "http" -> git.plainUrl("open", "shop/.git");
      case "git" -> "git://localhost:%d/shop/.git".formatted(daemon.port());
      default -> ssh.url(directory.resolve("projects/shop/.git"));
    };
  }

  private RemoteRefs look(String url, Access access) {
    return store.look(source(url), access, Deadline.in(CLOCK, Duration.ofMinutes(1)));
  }

  private static Source source(String url) {
    return new Source(url, GitNamespace.none(), "-", History.SHALLOW);
  }
}
