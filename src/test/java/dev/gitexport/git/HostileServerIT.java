package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gitexport.test.Ports;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that mean no good.
class HostileServerIT {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final Access ACCESS =
      new Access(new Credentials.Basic("git", "s3cret"), Trust.system(), Network.open());

  @TempDir Path directory;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;
  private ObjectStore store;

  @BeforeEach
  void makeStore() throws IOException {
    store = new ObjectStore(directory.resolve("store"), "tenant", CLOCK);
    server = server();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
  }

  @Test
  void aRedirectToAnotherPortNeverGetsThePassword() throws IOException {
    HttpServer other = server();
    try {
      other.createContext("/", exchange -> answer(exchange, 200, ""));
      String place = "http://localhost:" + other.getAddress().getPort();
      server.createContext("/", exchange -> redirect(exchange, place));

      assertThatThrownBy(() -> look(Duration.ofMinutes(1)))
          .isInstanceOf(GitException.RepositoryUnreachable.class)
          .hasMessageContaining("redirects to " + place)
          .hasMessageNotContaining("s3cret");
    } finally {
      other.stop(0);
    }
    assertThat(asked).hasSize(1).allMatch(line -> line.startsWith("GET /shop.git/info/refs"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "https://localhost/x",
        "http://169.254.169.254/x",
        "http://git:p4ss@elsewhere/x"
      })
  void aRedirectElsewhereIsNotFollowed(String place) {
    server.createContext("/", exchange -> redirect(exchange, place));

    assertThatThrownBy(() -> look(Duration.ofMinutes(1)))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageNotContaining("p4ss");
    assertThat(asked).hasSize(1);
  }

  @Test
  void aRingOfRedirectsEnds() {
    server.createContext("/", exchange -> redirect(exchange, base() + "/again"));

    assertThatThrownBy(() -> look(Duration.ofMinutes(1)))
        .isInstanceOf(GitException.RepositoryUnreachable.class);
    assertThat(asked).hasSizeLessThan(10);
  }

  @Test
  void aDumbServerIsNotReadNorAreItsAlternates() {
    String line = "a".repeat(40) + "\trefs/heads/main\n";
    server.createContext("/", exchange -> answer(exchange, 200, line));

    assertThatThrownBy(() -> look(Duration.ofMinutes(1)))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("no git server of the smart protocol");
    assertThat(asked).hasSize(1);
  }

  @Test
  void dripsEndAtTheDeadlineAndSoDoesTheConnection() {
    var ended = new CountDownLatch(1);
    server.createContext(
        "/",
        exchange -> {
          exchange
              .getResponseHeaders()
              .set("Content-Type", "application/x-git-upload-pack-advertisement");
          exchange.sendResponseHeaders(200, 0);
          try (var body = exchange.getResponseBody()) {
            body.write("001e# service=git-upload-pack\n0000".getBytes(US_ASCII));
            while (over.getCount() > 0) {
              body.write("0005x".getBytes(US_ASCII));
              body.flush();
            }
          } catch (IOException e) {
            ended.countDown();
          }
        });

    assertThatThrownBy(() -> look(SHORT)).isInstanceOf(GitException.RepositoryUnreachable.class);
    await().untilAsserted(() -> assertThat(ended.getCount()).isZero());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anEndlessListOfRefsIsCutOff(boolean isPacked) {
    server.createContext(
        "/",
        exchange -> {
          exchange
              .getResponseHeaders()
              .set("Content-Type", "application/x-git-upload-pack-advertisement");
          if (isPacked) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          }
          exchange.sendResponseHeaders(200, 0);
          try (var plain = exchange.getResponseBody();
              var body = isPacked ? new GZIPOutputStream(plain) : plain) {
            body.write("001e# service=git-upload-pack\n0000".getBytes(US_ASCII));
            endlessRefs(body);
          }
        });

    assertThatThrownBy(() -> look(Duration.ofMinutes(1)))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("more than 32 MiB");
  }

  @Test
  void anEndlessListOfRefsIsCutOffInVersionTwoToo() {
    server.createContext(
        "/",
        exchange -> {
          boolean isAsked = exchange.getRequestMethod().equals("POST");
          exchange
              .getResponseHeaders()
              .set(
                  "Content-Type",
                  "application/x-git-upload-pack-" + (isAsked ? "result" : "advertisement"));
          exchange.sendResponseHeaders(200, 0);
          try (var body = exchange.getResponseBody()) {
            if (isAsked) {
              endlessRefs(body);
            } else {
              body.write(
                  "001e# service=git-upload-pack\n0000000eversion 2\n000cls-refs\n0000"
                      .getBytes(US_ASCII));
            }
          }
        });

    assertThatThrownBy(() -> look(Duration.ofMinutes(1)))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("more than 32 MiB");
  }

  private void endlessRefs(OutputStream body) throws IOException {
    String id = "a".repeat(40);
    for (long i = 0; over.getCount() > 0; i++) {
      body.write("0045%s refs/heads/%012d\n".formatted(id, i).getBytes(US_ASCII));
    }
  }

  @Test
  void aBlackHoleEndsAtTheDeadlineAndSoDoesTheConnection() throws IOException {
    try (var hole = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Source source = source("http://localhost:%d/shop.git".formatted(hole.getLocalPort()));

      assertThatThrownBy(() -> store.look(source, ACCESS, Deadline.in(CLOCK, SHORT)))
          .isInstanceOf(GitException.RepositoryUnreachable.class)
          .hasMessageContaining(source.url());
      try (Socket met = hole.accept()) {
        met.setSoTimeout(60_000);
        awaitEnd(met);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"400,1", "404,1", "410,1", "429,3", "500,1", "502,3", "503,3", "504,3"})
  void aStatusIsSaidAndABusyServerIsAskedAgain(int status, int times) {
    server.createContext("/", exchange -> answer(exchange, status, "s3cret"));

    assertThatThrownBy(() -> look(Duration.ofMinutes(1)))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("HTTP " + status)
        .hasMessageNotContaining("s3cret");
    assertThat(asked).hasSize(times);
  }

  @ParameterizedTest
  @CsvSource({
    "429,7,7",
    "429,99999999,3600",
    "429,soon,0",
    "429,0,0",
    "403,7,7",
    "404,7,7",
    "500,7,7",
    "502,7,7",
    "503,7,7",
    "504,7,7"
  })
  void aServerSaysWhenToAskAgain(int status, String header, long seconds) {
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", header);
          answer(exchange, status, "");
        });

    assertThatThrownBy(() -> look(Duration.ofMinutes(1)))
        .isInstanceOfSatisfying(
            GitException.RepositoryUnreachable.class,
            e ->
                assertThat(e.pause().orElse(Duration.ZERO)).isEqualTo(Duration.ofSeconds(seconds)));
  }

  @Test
  void whoWantsOtherCredentialsIsNotAskedAgainThoughHeSaysWhen() {
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "1");
          answer(exchange, 401, "");
        });

    assertThatThrownBy(() -> look(Duration.ofMinutes(1)))
        .isInstanceOf(GitException.AuthenticationFailed.class);
    assertThat(asked).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "zzzz", "0000", "fff0", "001e# service=git-upload-pack\n"})
  void whatIsNoProtocolIsAFailure(String body) {
    server.createContext(
        "/",
        exchange -> {
          exchange
              .getResponseHeaders()
              .set("Content-Type", "application/x-git-upload-pack-advertisement");
          answer(exchange, 200, body);
        });

    assertThatThrownBy(() -> look(Duration.ofMinutes(1)))
        .isInstanceOf(GitException.RepositoryUnreachable.class);
  }

  @Test
  void aServerMaySayWhenByADate() {
    ZonedDateTime then = ZonedDateTime.now(CLOCK).plusMinutes(5);
    server.createContext(
        "/",
        exchange -> {
          exchange
              .getResponseHeaders()
              .set("Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(then));
          answer(exchange, 503, "");
        });

    assertThatThrownBy(() -> look(Duration.ofMinutes(10)))
        .isInstanceOfSatisfying(
            GitException.RepositoryUnreachable.class,
            e ->
                assertThat(e.pause().orElse(Duration.ZERO))
                    .isBetween(Duration.ofMinutes(3), Duration.ofMinutes(5)));
    assertThat(asked).hasSize(1);
  }

  @Test
  void whatPassesByItselfIsTriedAgainWithinOneFetch() throws IOException {
    RealGit git = RealGit.init(directory.resolve("projects/shop"));
    git.commit("one", "a.txt", "a".repeat(1000));
    try (var real =
        GitHttpServer.start(directory.resolve("server"), directory.resolve("projects"))) {
      var busy = new AtomicInteger(2);
      var cuts = new AtomicInteger(2);
      server.createContext(
          "/",
          exchange -> {
            if (busy.getAndDecrement() > 0) {
              exchange.getResponseHeaders().set("Retry-After", "1");
              answer(exchange, 503, "");
            } else {
              relay(exchange, real.plainUrl("open", ""), cuts);
            }
          });
      Source source = source(base() + "/shop/.git");

      RemoteRefs look = store.look(source, ACCESS, soon());
      store.fetch(source, ACCESS, new Treeish("main"), look, soon()).close();

      assertThat(busy.get()).isNegative();
      assertThat(cuts.get()).isLessThan(0);
    }
  }

  @Test
  void aPackThatIsAlwaysCutIsAFailureAndTheNextFetchIsWhole() throws IOException {
    RealGit git = RealGit.init(directory.resolve("projects/shop"));
    git.commit("one", "a.txt", "a".repeat(1000));
    try (var real =
        GitHttpServer.start(directory.resolve("server"), directory.resolve("projects"))) {
      var cuts = new AtomicInteger(100);
      server.createContext("/", exchange -> relay(exchange, real.plainUrl("open", ""), cuts));
      Source source = source(base() + "/shop/.git");
      RemoteRefs look = store.look(source, ACCESS, soon());

      assertThatThrownBy(() -> store.fetch(source, ACCESS, new Treeish("main"), look, soon()))
          .isInstanceOf(GitException.RepositoryUnreachable.class);
      assertThat(cuts.getAndSet(0)).as("a few tries").isBetween(90, 97);
      store.fetch(source, ACCESS, new Treeish("main"), look, soon()).close();
    }
  }

  @Test
  void whoWaitsForTheNextTryIsEndedByTheDeadline() {
    Source nobody = source("http://localhost:%d/x.git".formatted(Ports.free()));
    Deadline deadline = Deadline.in(CLOCK, Duration.ofSeconds(2));

    assertThatThrownBy(() -> store.look(nobody, ACCESS, deadline))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasRootCauseInstanceOf(ConnectException.class);
  }

  /// Hands on, and ends in the middle of a pack.
  private static void relay(HttpExchange exchange, String target, AtomicInteger cuts)
      throws IOException {
    var request = HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()));
    for (String name : List.of("Content-Type", "Accept", "Git-Protocol", "Content-Encoding")) {
      exchange.getRequestHeaders().getOrDefault(name, List.of()).stream()
          .forEach(value -> request.header(name, value));
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    request.method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    try (var client = HttpClient.newHttpClient()) {
      var response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      byte[] bytes = response.body();
      int pack = new String(bytes, ISO_8859_1).indexOf("PACK");
      int length = pack >= 0 && cuts.getAndDecrement() > 0 ? pack + 20 : bytes.length;
      exchange
          .getResponseHeaders()
          .set("Content-Type", response.headers().firstValue("Content-Type").orElse(""));
      exchange.sendResponseHeaders(response.statusCode(), bytes.length);
      exchange.getResponseBody().write(bytes, 0, length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  /// Closed or reset; a timeout would fail.
  private static void awaitEnd(Socket socket) throws IOException {
    try {
      assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
    } catch (SocketException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
  }

  private void redirect(HttpExchange exchange, String place) throws IOException {
    exchange
        .getResponseHeaders()
        .set("Location", place + "/shop.git/info/refs?service=git-upload-pack");
    answer(exchange, 301, "");
  }

  private void answer(HttpExchange exchange, int status, String body) throws IOException {
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    byte[] bytes = body.getBytes(US_ASCII);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private HttpServer server() throws IOException {
    var made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    made.start();
    return made;
  }

  private void look(Duration duration) {
    store.look(source(base() + "/shop.git"), ACCESS, Deadline.in(CLOCK, duration));
  }

  private String base() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  private static Source source(String url) {
    return new Source(url, GitNamespace.none(), "-", History.SHALLOW);
  }

  private static Deadline soon() {
    return Deadline.in(CLOCK, Duration.ofMinutes(1));
  }
}
