package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A GitHub App's tokens, by an API over https that checks the App's signature, at git's own server
/// which takes the token that was given last.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GitHubAppIT {

  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir static Path directory;

  private RealGit git;
  private GitHttpServer server;
  private GitHubApi api;
  private ObjectStore store;

  @BeforeAll
  void serve() {
    git = RealGit.init(directory.resolve("projects/shop"));
    git.commit("first", "a.txt", "a");
    server = GitHttpServer.start(directory.resolve("server"), directory.resolve("projects"));
    store = new ObjectStore(directory.resolve("store"), "tenant", CLOCK);
  }

  @BeforeEach
  void startApi() {
    var certificate = new Trust("", server.pem("server.crt"), server.pem("server.key"));
    api = GitHubApi.start(certificate, token -> server.admit("x-access-token", token));
  }

  @AfterEach
  void stopApi() {
    api.close();
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void oneTokenIsGoodForManyRequests() {
    fetch(secret(Map.of()));
    fetch(secret(Map.of()));

    assertThat(api.asked()).containsExactly("POST /api/v3/app/installations/34/access_tokens");
  }

  @Test
  void theKeyIsTakenAsGitHubMakesItToo() throws IOException {
    var content = PrivateKeyInfo.getInstance(api.key().getPrivate().getEncoded());
    byte[] rsa = content.parsePrivateKey().toASN1Primitive().getEncoded();

    fetch(secret(Map.of("githubAppPrivateKey", GitHubApi.pem("RSA PRIVATE KEY", rsa))));

    assertThat(api.asked()).hasSize(1);
  }

  @Test
  void aTokenIsRenewedBeforeItEnds() {
    api.giveTokensFor(Duration.ofMinutes(9));

    look(secret(Map.of()));
    look(secret(Map.of()));

    assertThat(api.asked()).hasSizeGreaterThan(1);
  }

  @Test
  void aTokenThatIsTakenBackIsReplacedAtOnce() {
    look(secret(Map.of()));
    server.admit("x-access-token", "another");

    look(secret(Map.of()));

    assertThat(api.asked()).hasSize(2);
  }

  @Test
  void aNewTokenThatTheRepositoryRefusesIsAFailure() {
    api.answerNext(exchange ->
        GitHubApi.say(
            exchange, 201, "{\"token\": \"s3cret\", \"expires_at\": \"2099-01-01T00:00:00Z\"}"));

    assertThatThrownBy(() -> look(secret(Map.of())))
        .isInstanceOf(GitException.AuthenticationFailed.class)
        .hasMessageContaining("these credentials")
        .hasMessageNotContaining("s3cret");
    look(secret(Map.of()));
  }

  @Test
  void anotherKeyIsRefused() throws NoSuchAlgorithmException {
    byte[] other = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate().getEncoded();

    assertThatThrownBy(
            () -> look(secret(Map.of("githubAppPrivateKey", GitHubApi.pem("PRIVATE KEY", other)))))
        .isInstanceOf(GitException.AuthenticationFailed.class)
        .hasMessageContaining("githubAppPrivateKey");
    look(secret(Map.of()));
  }

  @Test
  void anUnknownInstallationIsRefused() {
    assertThatThrownBy(() -> look(secret(Map.of("githubAppInstallationID", "35"))))
        .isInstanceOf(GitException.AuthenticationFailed.class)
        .hasMessageContaining("githubAppInstallationID");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void whatPassesByItselfIsTriedAgain(int status) {
    api.answerNext(exchange -> GitHubApi.say(exchange, status, ""));

    look(secret(Map.of()));

    assertThat(api.asked()).hasSize(2);
  }

  /// As with a git server.
  @Test
  void aServerThatFailedIsNotAskedAgain() {
    api.answerNext(exchange -> GitHubApi.say(exchange, 500, ""));

    assertThatThrownBy(() -> look(secret(Map.of())))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("HTTP 500");
    assertThat(api.asked()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"503,PT10M", "429,PT10M", "403,PT10M"})
  void whoHasTooMuchToDoIsAskedWhenItSays(int status, Duration pause) {
    api.answerNext(exchange -> {
      exchange.getResponseHeaders().add("Retry-After", Long.toString(pause.toSeconds()));
      GitHubApi.say(exchange, status, "");
    });

    assertThatThrownBy(() -> look(secret(Map.of())))
        .isInstanceOfSatisfying(
            GitException.RepositoryUnreachable.class, e -> assertThat(e.pause()).contains(pause));
    assertThat(api.asked()).hasSize(1);
  }

  @Test
  void whoUsedItsLimitUpWaitsForTheNext() {
    api.answerNext(exchange -> forbid(exchange, 0));

    assertThatThrownBy(() -> look(secret(Map.of())))
        .isInstanceOfSatisfying(
            GitException.RepositoryUnreachable.class,
            e ->
                assertThat(e.pause().orElseThrow())
                    .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(15)));
    assertThat(api.asked()).hasSize(1);
  }

  @Test
  void whoHasSomeOfItsLimitLeftIsRefused() {
    api.answerNext(exchange -> forbid(exchange, 1));

    assertThatThrownBy(() -> look(secret(Map.of())))
        .isInstanceOf(GitException.AuthenticationFailed.class);
  }

  private static void forbid(HttpExchange exchange, int remaining) throws IOException {
    Instant reset = CLOCK.instant().plus(Duration.ofMinutes(15));
    exchange.getResponseHeaders().add("X-RateLimit-Remaining", Integer.toString(remaining));
    exchange.getResponseHeaders().add("X-RateLimit-Reset", Long.toString(reset.getEpochSecond()));
    GitHubApi.say(exchange, 403, "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[", "{\"token\": \"s3cret\"}", "{\"expires_at\": \"2099-01-01T00:00:00Z\"}"})
  void anAnswerWithoutATokenIsAFailure(String answer) {
    api.answerNext(exchange -> GitHubApi.say(exchange, 201, answer));

    assertThatThrownBy(() -> look(secret(Map.of())))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("holds no token")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void aRedirectOfTheApiIsNotFollowed() {
    api.answerNext(exchange -> {
      exchange.getResponseHeaders().add("Location", server.url("open", "elsewhere"));
      GitHubApi.say(exchange, 307, "");
    });

    assertThatThrownBy(() -> look(secret(Map.of())))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("HTTP 307");
    assertThat(server.requests()).noneMatch(line -> line.contains("elsewhere"));
  }

  @Test
  void anApiThatHangsEndsAtTheDeadline() {
    var over = new CountDownLatch(1);
    api.answerNext(exchange -> awaited(over));

    Source source = source(server.url("changing", "shop/.git"));
    var soon = Deadline.in(CLOCK, Duration.ofSeconds(1));

    assertThatThrownBy(() -> store.look(source, secret(Map.of()).over(Network.open()), soon))
        .isInstanceOf(GitException.RepositoryUnreachable.class);
    over.countDown();
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void theApisAddressIsCheckedToo() {
    var guarded = Network.guarded(Set.of(), List.of());

    assertThatThrownBy(() -> store.look(shop(), secret(Map.of()).over(guarded), soon()))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("gitexport.sources.allowed-networks");
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void theApisCertificateIsChecked() {
    String other = server.pem("client.crt");

    assertThatThrownBy(() -> look(secret(Map.of("ca.crt", other))))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining(api.url());
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void theApiIsAskedThroughTheProxy() {
    try (var proxy = LocalServer.tinyproxy(directory)) {
      var route = Route.of(Map.of("address", "http://127.0.0.1:" + proxy.port()));

      look(secret(Map.of()).by(route));

      assertThat(proxy.said()).contains(api.url().replaceFirst("https://([^/]*)/.*", "CONNECT $1"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://127.0.0.1:%d/changing/shop/.git", "http://localhost:%d/shop"})
  void aTokenIsForTheHostOfItsApiOnly(String form) {
    String url = form.formatted(java.net.URI.create(server.url("open", "x")).getPort());

    assertThatThrownBy(() -> store.look(source(url), secret(Map.of()).over(Network.open()), soon()))
        .isInstanceOf(GitException.AuthenticationFailed.class)
        .hasMessageContaining(api.url());
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void aTokenIsNoCredentialForSsh() {
    assertThatThrownBy(() ->
            store.look(
                source("ssh://git@localhost/shop"), secret(Map.of()).over(Network.open()), soon()))
        .isInstanceOf(GitException.AuthenticationFailed.class)
        .hasMessageContaining("ssh wants a private key");
  }

  private SourceSecret secret(Map<String, String> other) {
    var values =
        new HashMap<>(
            Map.of(
                "githubAppID",
                "12",
                "githubAppInstallationID",
                "34",
                "githubAppPrivateKey",
                api.privateKey(),
                "githubAppBaseURL",
                api.url() + "/",
                "ca.crt",
                server.pem("ca.crt")));
    values.putAll(other);
    return SourceSecret.of("uid", values);
  }

  private void fetch(SourceSecret secret) {
    RemoteRefs look = look(secret);
    store.fetch(shop(), secret.over(Network.open()), new Treeish("main"), look, soon()).close();
  }

  private RemoteRefs look(SourceSecret secret) {
    return store.look(shop(), secret.over(Network.open()), soon());
  }

  private Source shop() {
    return source(server.url("changing", "shop/.git"));
  }

  private static Source source(String url) {
    return new Source(url, GitNamespace.none(), "uid", History.SHALLOW);
  }

  private static Deadline soon() {
    return Deadline.in(CLOCK, Duration.ofMinutes(1));
  }
}
