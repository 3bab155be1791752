package dev.gitexport.git;

import static dev.gitexport.git.LfsSamples.link;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gitexport.test.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenSSH's server, which tells of an LFS server behind nginx that wants a header.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LfsOverSshIT {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final byte[] CONTENT = "content\n".repeat(10_000).getBytes(UTF_8);
  private static final String BASIC =
      "Basic " + Base64.getEncoder().encodeToString("git:s3cret".getBytes(UTF_8));

  @TempDir static Path directory;
  private SshServer ssh;
  private GitHttpServer http;
  private LfsServer lfs;
  private String key = "";

  private ObjectStore store;

  @BeforeAll
  void serve() {
    RealGit.init(directory.resolve("projects/shop")).commit("one", "a.txt", "a");
    ssh = SshServer.start(directory.resolve("ssh"));
    key = ssh.key("id", "-t", "ed25519", "-N", "");
    http = GitHttpServer.start(directory.resolve("http"), directory.resolve("projects"));
  }

  @BeforeEach
  void start() throws IOException {
    store = new ObjectStore(Files.createTempDirectory(directory, "store"), "tenant", CLOCK);
    Files.deleteIfExists(ssh.file("asked"));
    lfs = LfsServer.start(http.lfsPort());
    lfs.guard();
    lfs.storeAt(http.url("open", "shop/info/lfs/storage"), Map.of("Authorization", "RemoteAuth t"));
    tell(answer(http.url("open", "shop/info/lfs"), ""));
  }

  @AfterEach
  void close() {
    lfs.close();
  }

  @AfterAll
  void stop() {
    http.close();
    ssh.close();
  }

  @Test
  void fetchesWhatGitLfsPushedByTheSameWay() throws IOException {
    Requires.program("git-lfs");
    Path shop = directory.resolve("projects/shop");
    RealGit git = RealGit.init(directory.resolve("work"));
    git.run("lfs", "install", "--local");
    git.run("remote", "add", "origin", ssh.url(shop));
    git.run("config", "core.sshCommand", command());
    git.run("config", "http.sslCAInfo", directory.resolve("http/ca.crt").toString());
    git.commit("one", ".gitattributes", "*.bin filter=lfs\n", "a.bin", new String(CONTENT, UTF_8));
    git.run("lfs", "push", "--all", "origin");
    byte[] blob = git.run("cat-file", "blob", "HEAD:a.bin").getBytes(UTF_8);
    LfsPointer pointer = LfsPointer.parse(blob).orElseThrow();
    Files.delete(ssh.file("asked"));

    origin(Network.open()).fetch(List.of(link(pointer)));

    LfsObject found = origin(Network.open()).find(pointer).orElseThrow();
    assertThat(found.file()).hasBinaryContent(CONTENT);
    assertThat(asked()).containsExactly(shop + " download");
    assertThat(lfs.requests()).last().asString().endsWith(" RemoteAuth t");
  }

  private String command() throws IOException {
    Path hosts = Files.writeString(directory.resolve("known_hosts"), ssh.knownHosts());
    return "ssh -F none -i %s -o UserKnownHostsFile=%s".formatted(ssh.file("id"), hosts);
  }

  @Test
  void theHeadersGoToTheirOwnHostAndPortOnly() {
    LfsPointer pointer = lfs.stored(CONTENT);
    lfs.storeAt(http.url("open", "shop/info/lfs/storage"), Map.of());
    origin(Network.open()).fetch(List.of(link(pointer)));
    assertThat(lfs.requests()).last().asString().startsWith("GET").endsWith(BASIC);

    LfsPointer second = lfs.stored("second".getBytes(UTF_8));
    String other = http.url("open", "x/info/lfs/storage").replace("localhost", "127.0.0.1");
    lfs.storeAt(other, Map.of());
    origin(Network.open()).fetch(List.of(link(second)));
    assertThat(lfs.requests()).last().asString().startsWith("GET").endsWith(" null");
  }

  @Test
  void theClientsCertificateIsShownToNoOtherHost() {
    LfsPointer pointer = lfs.stored(CONTENT);
    lfs.storeAt(http.url("mutual", "x").replace("localhost", "127.0.0.1"), Map.of());

    assertThatThrownBy(() -> origin(Network.open()).fetch(List.of(link(pointer))))
        .isInstanceOf(GitException.AuthenticationFailed.class)
        .hasMessageContaining("HTTP 403");
    lfs.storeAt(http.url("mutual", "x"), Map.of());
    assertThatThrownBy(() -> origin(Network.open()).fetch(List.of(link(pointer))))
        .as("its own server sees it, and has no such object")
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("HTTP 404");
  }

  @Test
  void aStorageWithoutTlsIsRefused() {
    LfsPointer pointer = lfs.stored(CONTENT);
    lfs.storeAt(lfs.url("storage"), Map.of("Authorization", "RemoteAuth t0ken"));

    assertThatThrownBy(() -> origin(Network.open()).fetch(List.of(link(pointer))))
        .isInstanceOf(GitException.ContentRefused.class)
        .hasMessageContaining("no https URL")
        .hasMessageNotContaining("t0ken");
    assertThat(lfs.requests()).noneMatch(line -> line.startsWith("GET"));
  }

  @Test
  void whatIsToldIsGoodForAllRequestsUntilItEnds() {
    List<LfsLink> links = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      links.add(link(lfs.stored(("object " + i).getBytes(UTF_8))));
    }
    for (String life :
        List.of(
            "",
            ", \"expires_in\": 3600",
            ", \"expires_in\": " + Long.MAX_VALUE,
            ends(Duration.ofHours(1)))) {
      assertThat(timesAsked(links, life)).as(life).isOne();
    }
    for (String life : List.of(", \"expires_in\": 1", ends(Duration.ofSeconds(-1)))) {
      assertThat(timesAsked(links, life)).as(life).isEqualTo(3);
    }
  }

  private static String ends(Duration life) {
    return ", \"expires_at\": \"%s\"".formatted(CLOCK.instant().plus(life));
  }

  private int timesAsked(List<LfsLink> links, String life) {
    tell(answer(http.url("open", "shop/info/lfs/"), life));
    origin(Network.open()).fetch(links);
    List<String> asked = asked();
    ssh.file("asked").toFile().delete();
    return asked.size();
  }

  @Test
  void aPathIsOneWord() throws IOException {
    LfsPointer pointer = lfs.stored(CONTENT);
    Path evil = directory.resolve("it's; touch $(pwd) shop");

    origin(ssh.url(evil).replace(" ", "%20"), Network.open()).fetch(List.of(link(pointer)));

    assertThat(asked()).containsExactly(evil + " download");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:80/lfs",
        "file:///etc",
        "ssh://git@localhost/lfs",
        "/lfs",
        "https://",
        "https://u:t0ken@localhost/lfs",
        "https://localhost/lfs?token=t0ken"
      })
  void aPlaceThatIsNoPlainHttpsUrlIsRefused(String place) {
    LfsPointer pointer = lfs.stored(CONTENT);
    tell(answer(place, ""));

    assertThatThrownBy(() -> origin(Network.open()).fetch(List.of(link(pointer))))
        .isInstanceOf(GitException.ContentRefused.class)
        .hasMessageContaining("no place at an https URL")
        .hasMessageNotContainingAny("t0ken", "s3cret", BASIC);
    assertThat(lfs.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no JSON t0ken", "", "[]", "{\"header\": \"t0ken\"}"})
  void anAnswerThatSaysNothingIsRefused(String answer) {
    LfsPointer pointer = lfs.stored(CONTENT);
    tell(answer);

    assertThatThrownBy(() -> origin(Network.open()).fetch(List.of(link(pointer))))
        .isInstanceOf(GitException.ContentRefused.class)
        .hasMessageContaining("git-lfs-authenticate")
        .hasStackTraceContaining("git-lfs-authenticate")
        .hasMessageNotContaining("t0ken")
        .hasNoCause();
  }

  @Test
  void whatIsNullAmongTheHeadersIsNotSent() {
    LfsPointer pointer = lfs.stored(CONTENT);
    String answer = answer(http.url("open", "shop/info/lfs"), "");
    tell(answer.replace("{\"Authorization\"", "{\"X-A\": null, \"Authorization\""));

    origin(Network.open()).fetch(List.of(link(pointer)));

    assertThat(origin(Network.open()).find(pointer)).isPresent();
  }

  @Test
  void withoutAPlaceItIsBesideTheRepository() {
    LfsPointer pointer = lfs.stored(CONTENT);
    tell("{}");

    assertThatThrownBy(() -> origin(Network.open()).fetch(List.of(link(pointer))))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("localhost:443");
    assertThat(lfs.requests()).isEmpty();
  }

  @Test
  void aServerWithoutTheCommandOrThatRefusesIsRefusedInItsWords() {
    LfsPointer pointer = lfs.stored(CONTENT);
    ssh.program("git-lfs-authenticate", "echo 'shop is closed' >&2; exit 3");
    assertThatThrownBy(() -> origin(Network.open()).fetch(List.of(link(pointer))))
        .isInstanceOf(GitException.ContentRefused.class)
        .hasMessageContaining("ends with 3: shop is closed");

    assertThat(ssh.file("bin/git-lfs-authenticate").toFile().delete()).isTrue();
    assertThatThrownBy(() -> origin(Network.open()).fetch(List.of(link(pointer))))
        .isInstanceOf(GitException.ContentRefused.class)
        .hasMessageContaining("ends with 127")
        .hasMessageContaining("https URL");
  }

  @Test
  void anInnerAddressThatNobodyAllowedIsNotConnectedTo() {
    LfsPointer pointer = lfs.stored(CONTENT);
    tell(answer(http.url("open", "shop/info/lfs").replace("localhost", "127.0.0.1"), ""));
    Network guarded = Network.guarded(Set.of("localhost"), List.of());

    assertThatThrownBy(() -> origin(guarded).fetch(List.of(link(pointer))))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("allowed-hosts");
    assertThat(lfs.requests()).isEmpty();
  }

  @Test
  void whoDoesNotAnswerIsLeftAtTheDeadline() {
    LfsPointer pointer = lfs.stored(CONTENT);
    ssh.program("git-lfs-authenticate", "exec sleep 600");
    var origin =
        store.lfs(
            source(ssh.url(directory.resolve("projects/shop"))),
            access(Network.open()),
            () -> Deadline.in(CLOCK, Duration.ofSeconds(3)));

    assertThatThrownBy(() -> origin.fetch(List.of(link(pointer))))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("did not end in time");
  }

  @Test
  void whoIsInterruptedClosesTheConnection() throws IOException {
    LfsPointer pointer = lfs.stored(CONTENT);
    Path parent = ssh.file("parent");
    ssh.program("git-lfs-authenticate", "echo $PPID > '%s'; exec sleep 600".formatted(parent));
    var waiting =
        Thread.ofPlatform()
            .start(() ->
                assertThatThrownBy(() -> origin(Network.open()).fetch(List.of(link(pointer))))
                    .hasMessageContaining("interrupted"));
    await().untilAsserted(() -> assertThat(parent).content().endsWith("\n"));

    waiting.interrupt();

    long session = Long.parseLong(Files.readString(parent).strip());
    await().untilAsserted(() -> assertThat(ProcessHandle.of(session)).isEmpty());
  }

  @Test
  void anotherKeyIsRefused() {
    LfsPointer pointer = lfs.stored(CONTENT);
    String stranger = ssh.strangeKey("stranger", "-t", "ed25519", "-N", "");
    LfsOrigin origin =
        store.lfs(
            source(ssh.url(directory.resolve("projects/shop"))),
            SshServer.access(stranger, "", ssh.knownHosts()),
            LfsOverSshIT::soon);

    assertThatThrownBy(() -> origin.fetch(List.of(link(pointer))))
        .isInstanceOf(GitException.AuthenticationFailed.class);
  }

  private static String answer(String href, String more) {
    return "{\"href\": \"%s\", \"header\": {\"Authorization\": \"%s\"}%s}"
        .formatted(href, BASIC, more);
  }

  /// What the server says from now on, whatever it is asked.
  private void tell(String answer) {
    ssh.program(
        "git-lfs-authenticate",
        "echo \"$@\" >> '%s'\ncat << 'END'\n%s\nEND".formatted(ssh.file("asked"), answer));
  }

  private List<String> asked() {
    try {
      return Files.readAllLines(ssh.file("asked"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private LfsOrigin origin(Network network) {
    return origin(ssh.url(directory.resolve("projects/shop")), network);
  }

  private LfsOrigin origin(String url, Network network) {
    return store.lfs(source(url), access(network), LfsOverSshIT::soon);
  }

  private Access access(Network network) {
    return new Access(
        new Credentials.Ssh(key, "", ssh.knownHosts(), ""),
        new Trust(http.pem("ca.crt"), http.pem("client.crt"), http.pem("client.key")),
        network);
  }

  private static Source source(String url) {
    return new Source(url, GitNamespace.none(), "-", History.SHALLOW);
  }

  private static Deadline soon() {
    return Deadline.in(CLOCK, Duration.ofMinutes(1));
  }
}
