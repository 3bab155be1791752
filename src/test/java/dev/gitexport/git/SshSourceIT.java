package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gitexport.test.Commands;
import dev.gitexport.test.Ports;
import dev.gitexport.test.Requires;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against OpenSSH's server.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SshSourceIT {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final Duration SHORT = Duration.ofSeconds(5);

  @TempDir static Path directory;

  private RealGit git;
  private SshServer server;
  private ObjectStore store;
  private String key = "";

  @BeforeAll
  void serve() {
    git = RealGit.init(directory.resolve("projects/it's a shop"));
    for (int i = 1; i <= 6; i++) {
      git.commit("commit " + i, "a.txt", "content " + i, "dir/b.txt", "b");
    }
    server = SshServer.start(directory.resolve("server"));
    store = new ObjectStore(directory.resolve("store"), "tenant", CLOCK);
    key = server.key("plain", "-t", "ed25519", "-N", "");
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @EnumSource(History.class)
  void fetchesATreeish(History history) throws IOException {
    Source source = source(history);
    Access access = SshServer.access(key, "", server.knownHosts());
    for (String treeish : List.of("main", "main:dir", "main~3", git.id("HEAD~2").name())) {
      RemoteRefs look = store.look(source, access, soon());
      try (Fetched fetched = store.fetch(source, access, new Treeish(treeish), look, soon());
          ObjectReader reader = fetched.source().newObjectReader()) {
        String asTree = treeish.contains(":") ? treeish : treeish + "^{tree}";
        assertThat(fetched.tree().tree()).as(treeish).isEqualTo(git.id(asTree));
        assertThat(reader.has(fetched.tree().tree())).isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ed25519, RFC4716, ''",
    "ed25519, RFC4716, s3cret",
    "rsa, RFC4716, s3cret",
    "rsa, PEM, ''",
    "rsa, PEM, s3cret",
    "rsa, PKCS8, ''",
    "rsa, PKCS8, s3cret",
    "ecdsa, RFC4716, ''",
    "ecdsa, PEM, ''",
    "ecdsa, PKCS8, s3cret",
  })
  void readsEveryFormOfKey(String type, String form, String passphrase) {
    String name = String.join("-", "form", type, form, passphrase);
    String own = server.key(name, "-t", type, "-m", form, "-N", passphrase);

    assertThat(look(SshServer.access(own, passphrase, server.knownHosts())).isEmpty()).isFalse();
  }

  @Test
  void asksForAPush() throws IOException {
    var repository = git.in(directory.resolve("projects/it's a shop/.git"));
    try (var local = LocalRepository.openReadOnly(GitDirectory.at(repository.directory()));
        var remote =
            RemoteTransport.open(
                local,
                source(History.SHALLOW),
                SshServer.access(key, "", server.knownHosts()),
                soon());
        var connection = remote.transport().openPush()) {
      assertThat(connection.getRefsMap()).containsKey("refs/heads/main");
    }
  }

  @Test
  void aPackThatIsTooLargeIsCutOff() {
    Source source = source(History.FULL);
    Access access = SshServer.access(key, "", server.knownHosts());
    RemoteRefs look = store.look(source, access, soon());
    var little = new Access(access.credentials(), access.trust(), Network.open().upTo(200));
    var other = new ObjectStore(directory.resolve("other"), "tenant", CLOCK);

    assertThatThrownBy(() -> other.fetch(source, little, new Treeish("main"), look, soon()))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("gitexport.sources.max-pack-size");
    other.fetch(source, access, new Treeish("main"), look, soon()).close();
  }

  /// A short address has no port: the server is on 22, at an address of this machine that is nobody
  /// else's.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aShortAddressIsFetchedFromAndPushedTo(boolean isRelative) throws IOException {
    Requires.root();
    String host = "127.%d.7.22".formatted(20 + ProcessHandle.current().pid() % 200);
    Path bare = directory.resolve("bare-%s.git".formatted(isRelative));
    git.run("clone", "-q", "--bare", git.directory().toString(), bare.toString());
    Path home = Path.of(System.getProperty("user.home"));
    Path path = isRelative ? home.relativize(bare.toAbsolutePath()) : bare;
    try (SshServer usual = SshServer.start(directory.resolve("usual-" + isRelative), host, 22)) {
      Source source =
          new Source(
              "%s@%s:%s".formatted(SshServer.USER, host, path),
              GitNamespace.none(),
              "-",
              History.SHALLOW);
      Access access =
          SshServer.access(usual.key("id", "-t", "ed25519", "-N", ""), "", usual.knownHosts());

      RemoteRefs look = store.look(source, access, soon());
      try (Fetched fetched = store.fetch(source, access, new Treeish("main"), look, soon());
          var local =
              LocalRepository.openReadOnly(GitDirectory.at(git.directory().resolve(".git")))) {
        ObjectId commit = fetched.tree().revision().id();
        var pushed =
            new Push(source, access, soon())
                .push(local, commit, "refs/heads/pushed", ObjectId.zeroId(), false);

        assertThat(commit).isEqualTo(git.id("main"));
        assertThat(pushed).isInstanceOf(Push.Result.Done.class);
        assertThat(git.in(bare).id("refs/heads/pushed")).isEqualTo(commit);
      }
    }
  }

  @Test
  void asksAnAgent() {
    Requires.program("ssh-agent");
    Path socket = directory.resolve("agent");
    Process agent = start("ssh-agent", "-D", "-a", socket.toString());
    try {
      await().untilAsserted(() -> assertThat(Files.exists(socket)).isTrue());
      Map<String, String> variables = Map.of("SSH_AUTH_SOCK", socket.toString());
      Commands.run(directory, variables, "ssh-add", "-q", server.file("plain").toString());
      SourceSecret secret = SourceSecret.ofAgent("-", socket.toString(), server.knownHosts());

      assertThat(look(secret.over(Network.open())).isEmpty()).isFalse();
    } finally {
      agent.destroy();
      agent.onExit().join();
    }
  }

  @Test
  void aKeyThatTheServerDoesNotKnowIsRefused() {
    String strange = server.strangeKey("strange", "-t", "ed25519", "-N", "");

    assertThatThrownBy(() -> look(SshServer.access(strange, "", server.knownHosts())))
        .isInstanceOf(GitException.AuthenticationFailed.class)
        .hasMessageContaining("refuses this key for the user " + SshServer.USER);
  }

  @Test
  void aWrongPassphraseIsRefusedWithoutAConnection() {
    String own = server.key("locked", "-t", "ed25519", "-N", "s3cret");
    long before = server.connections();

    for (String passphrase : List.of("", "wr0ng")) {
      assertThatThrownBy(() -> look(SshServer.access(own, passphrase, server.knownHosts())))
          .isInstanceOf(GitException.AuthenticationFailed.class)
          .hasMessageContaining("passphrase")
          .hasMessageNotContaining("wr0ng");
    }
    assertThat(server.connections()).isEqualTo(before);
  }

  @Test
  void aChangedHostKeyIsRefusedBeforeAnybodyLogsIn() {
    assertThatThrownBy(() -> look(SshServer.access(key, "", server.outdatedKnownHosts())))
        .isInstanceOf(GitException.HostKeyRejected.class)
        .hasMessageContaining("SHA256:")
        .hasMessageContaining("ssh-keyscan -p %d localhost".formatted(server.port()));
  }

  @Test
  void aRevokedHostKeyIsRefused() {
    String hosts = server.knownHosts() + "@revoked * " + server.knownHosts().split(" ", 2)[1];

    assertThatThrownBy(() -> look(SshServer.access(key, "", hosts)))
        .isInstanceOf(GitException.HostKeyRejected.class)
        .hasMessageContaining("revoked");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"@PLACE@", "other.example.com,@PLACE@", "[local*]:@PORT@", "[l?calhost]:@PORT@"})
  void aHostIsKnownByItsNamesAndPatterns(String names) {
    assertThat(look(SshServer.access(key, "", known(names))).isEmpty()).isFalse();
  }

  @Test
  void aHostIsKnownByTheHashOfItsName() throws IOException {
    Path file = Files.writeString(directory.resolve("hashed"), server.knownHosts());
    Commands.run(directory, Map.of(), "ssh-keygen", "-q", "-H", "-f", file.toString());
    String hashed = Files.readString(file);

    assertThat(hashed).startsWith("|1|");
    assertThat(look(SshServer.access(key, "", hashed)).isEmpty()).isFalse();
    assertThatThrownBy(
            () -> store.look(at(Ports.free()), SshServer.access(key, "", hashed), soon()))
        .as("the hash is of the port too")
        .isInstanceOf(GitException.HostKeyRejected.class);
  }

  /// The key is the host's, and no line says so.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[localhost]:1",
        "[local*]:@PORT@,!@PLACE@",
        "@cert-authority @PLACE@",
        "@cert-authority *",
        "@unknown @PLACE@",
        "#@PLACE@"
      })
  void aLineThatIsNotOfTheHostsOwnKeyMakesItNotKnown(String names) {
    long before = server.connections();

    assertThatThrownBy(() -> look(SshServer.access(key, "", known(names))))
        .isInstanceOf(GitException.HostKeyRejected.class)
        .hasMessageContaining("known_hosts has no key of it");
    assertThat(server.connections()).isEqualTo(before);
  }

  private String known(String names) {
    String own = server.knownHosts();
    return names
            .replace("@PLACE@", own.split(" ", 2)[0])
            .replace("@PORT@", Integer.toString(server.port()))
        + ' '
        + own.split(" ", 2)[1];
  }

  @Test
  void aHostThatNobodyKnowsIsRefusedWithoutAConnection() {
    long before = server.connections();

    for (String hosts : List.of("", server.knownHosts().replace("localhost", "other"))) {
      assertThatThrownBy(() -> look(SshServer.access(key, "", hosts)))
          .isInstanceOf(GitException.HostKeyRejected.class)
          .hasMessageContaining("ssh-keyscan");
    }
    assertThat(server.connections()).isEqualTo(before);
  }

  @Test
  void withoutAnIdentityNothingIsAsked() {
    assertThatThrownBy(() -> look(Access.anonymous()))
        .isInstanceOf(GitException.AuthenticationFailed.class)
        .hasMessageContaining("GITEXPORT_GIT_IDENTITY_FILE");
  }

  @Test
  void anInnerAddressIsRefusedWithoutAConnection() {
    long before = server.connections();
    Access open = SshServer.access(key, "", server.knownHosts());
    var guarded =
        new Access(open.credentials(), open.trust(), Network.guarded(Set.of(), List.of()));

    assertThatThrownBy(() -> look(guarded))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("is not allowed");
    assertThat(server.connections()).isEqualTo(before);
  }

  @Test
  void aRepositoryThatIsNotThereIsUnreachable() {
    Source absent = new Source(server.url(directory), GitNamespace.none(), "-", History.SHALLOW);
    Access access = SshServer.access(key, "", server.knownHosts());

    assertThatThrownBy(() -> store.look(absent, access, soon()))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("does not appear to be a git repository");
  }

  @Test
  void aPortWithoutAServerIsUnreachable() {
    Source absent = at(Ports.free());

    assertThatThrownBy(() -> store.look(absent, unchecked(absent), soon()))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("refused");
  }

  @Test
  void aBlackHoleEndsAtTheDeadlineAndSoDoesTheConnection() throws IOException {
    try (var hole = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Source source = at(hole.getLocalPort());

      assertThatThrownBy(() -> store.look(source, unchecked(source), Deadline.in(CLOCK, SHORT)))
          .isInstanceOf(GitException.RepositoryUnreachable.class);
      try (Socket met = hole.accept()) {
        met.setSoTimeout(60_000);
        assertThat(untilItEnds(met)).startsWith("SSH-2.0-");
      }
    }
  }

  /// A timeout would fail.
  private static String untilItEnds(Socket socket) throws IOException {
    var read = new StringBuilder();
    try {
      for (int next = socket.getInputStream().read();
          next >= 0;
          next = socket.getInputStream().read()) {
        read.append((char) next);
      }
    } catch (SocketException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
    return read.toString();
  }

  private static Process start(String... command) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(directory.resolve(command[0] + ".log").toFile())
          .start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private RemoteRefs look(Access access) {
    return store.look(source(History.SHALLOW), access, soon());
  }

  private Source source(History history) {
    String path = (git.directory() + "/.git").replace(" ", "%20");
    return new Source(server.url(Path.of(path)), GitNamespace.none(), "-", history);
  }

  private static Source at(int port) {
    String url = "ssh://git@localhost:%d/shop.git".formatted(port);
    return new Source(url, GitNamespace.none(), "-", History.SHALLOW);
  }

  private Access unchecked(Source source) {
    String hosts = server.knownHosts().replaceFirst("]:[0-9]+", "]:" + source.address().getPort());
    return SshServer.access(key, "", hosts);
  }

  private static Deadline soon() {
    return Deadline.in(CLOCK, Duration.ofMinutes(1));
  }
}
