package dev.gitexport.git;

import static dev.gitexport.git.LfsSamples.link;
import static dev.gitexport.git.LfsSamples.pointer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import dev.gitexport.test.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The client of git-lfs's batch API, and servers good and bad.
class LfsIT {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final byte[] CONTENT = "content\n".repeat(100_000).getBytes(UTF_8);

  @TempDir Path directory;
  private LfsServer server;
  private ObjectStore store;

  @BeforeEach
  void start() {
    server = LfsServer.start(0);
    store = new ObjectStore(directory.resolve("store"), "tenant", CLOCK);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void fetchesWhatGitLfsPushed() {
    Requires.program("git-lfs");
    RealGit.init(directory.resolve("origin")).run("config", "receive.denyCurrentBranch", "ignore");
    RealGit git = RealGit.init(directory.resolve("work"));
    git.run("lfs", "install", "--local");
    git.run("remote", "add", "origin", directory.resolve("origin").toString());
    git.run("config", "lfs.url", server.url("shop.git/info/lfs"));
    git.commit("one", ".gitattributes", "*.bin filter=lfs\n", "a.bin", new String(CONTENT, UTF_8));
    git.run("lfs", "push", "--all", "origin");
    byte[] blob = git.run("cat-file", "blob", "HEAD:a.bin").getBytes(UTF_8);
    LfsPointer pointer = LfsPointer.parse(blob).orElseThrow();

    origin(named()).fetch(List.of(link(pointer)));

    LfsObject found = origin(named()).find(pointer).orElseThrow();
    assertThat(found.file()).hasBinaryContent(CONTENT);
    assertThat(found.blob())
        .isEqualTo(ObjectId.fromString(git.run("hash-object", "--no-filters", "a.bin")));
  }

  @Test
  void oneRequestAsksForAHundredAndEachObjectIsFetchedOnce() {
    List<LfsLink> links = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      links.add(link(server.stored(("object " + i).getBytes(UTF_8))));
    }
    links.addAll(List.copyOf(links));

    origin(named()).fetch(links);

    assertThat(links).allMatch(link -> origin(named()).find(link.pointer()).isPresent());
    assertThat(server.requests()).filteredOn(line -> line.startsWith("POST")).hasSize(2);
    assertThat(server.requests()).filteredOn(line -> line.startsWith("GET")).hasSize(150);
  }

  @Test
  void theCredentialsGoToTheirServer() {
    server.guard();
    LfsPointer pointer = server.stored(CONTENT);

    assertThatThrownBy(() -> origin(Access.anonymous()).fetch(List.of(link(pointer))))
        .isInstanceOf(GitException.AuthenticationFailed.class);
    origin(named()).fetch(List.of(link(pointer)));

    assertThat(server.requests()).element(1).asString().startsWith("POST").contains("Basic ");
    assertThat(server.requests()).last().asString().startsWith("GET").contains("Basic ");
  }

  @Test
  void aStorageOfItsOwnGetsItsHeadersAlone() {
    try (LfsServer other = LfsServer.start(0)) {
      LfsPointer pointer = server.stored(CONTENT);
      other.objects().putAll(server.objects());
      server.storeAt(other.url("storage"), Map.of("Authorization", "RemoteAuth t1"));
      origin(named()).fetch(List.of(link(pointer)));
      assertThat(other.requests()).hasSize(1).allMatch(line -> line.endsWith("RemoteAuth t1"));

      LfsPointer second = server.stored("second".getBytes(UTF_8));
      other.objects().putAll(server.objects());
      server.storeAt(other.url("storage"), Map.of());
      origin(named()).fetch(List.of(link(second)));
      assertThat(other.requests()).last().asString().endsWith(" null");
    }
  }

  @Test
  void aHeaderForTheOwnServerStandsInForTheCredentials() {
    LfsPointer pointer = server.stored(CONTENT);
    server.storeAt(server.url("storage"), Map.of("Authorization", "RemoteAuth t1"));

    origin(named()).fetch(List.of(link(pointer)));

    assertThat(server.requests()).last().asString().endsWith("RemoteAuth t1");
  }

  @Test
  void aStorageAtAnInnerAddressIsNotConnectedTo() {
    try (LfsServer other = LfsServer.start(0)) {
      LfsPointer pointer = server.stored(CONTENT);
      server.storeAt(other.url("storage").replace("localhost", "127.0.0.1"), Map.of());
      var guarded =
          new Access(
              new Credentials.None(),
              Trust.system(),
              Network.guarded(Set.of("localhost"), List.of()));

      assertThatThrownBy(() -> origin(guarded).fetch(List.of(link(pointer))))
          .isInstanceOf(GitException.RepositoryUnreachable.class)
          .hasMessageContaining("allowed-hosts");
      assertThat(other.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:///etc", "ftp://localhost", "http:/", "no url", "jar:file:///x!/", "//x"})
  void aStorageThatIsNoUrlIsRefused(String place) {
    LfsPointer pointer = server.stored(CONTENT);
    server.storeAt(place, Map.of());

    assertThatThrownBy(() -> origin(named()).fetch(List.of(link(pointer))))
        .isInstanceOf(GitException.class)
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void userInfoInAStoragesUrlIsRefused() {
    LfsPointer pointer = server.stored(CONTENT);
    server.storeAt(server.url("storage").replace("localhost", "u:p4ss@127.0.0.1"), Map.of());

    assertThatThrownBy(() -> origin(named()).fetch(List.of(link(pointer))))
        .isInstanceOf(GitException.class)
        .hasMessageNotContaining("p4ss");
  }

  @Test
  void otherBytesThanTheIdSaysAreNotTaken() {
    LfsPointer pointer = server.stored(CONTENT);
    byte[] other = CONTENT.clone();
    other[5]++;
    Map<String, byte[]> answers =
        Map.of(
            "holds other bytes than its id says",
            other,
            "ends after %d of %d bytes".formatted(CONTENT.length - 1, CONTENT.length),
            shorter(),
            "has more than the %d bytes of its pointer".formatted(CONTENT.length),
            longer());
    for (Map.Entry<String, byte[]> sent : answers.entrySet()) {
      server.objects().put(pointer.oid(), sent.getValue());

      assertThatThrownBy(() -> origin(named()).fetch(List.of(link(pointer))))
          .isInstanceOf(GitException.StoreCorrupt.class)
          .hasMessageContaining("'a.bin'")
          .hasMessageContaining("what the server sends " + sent.getKey());
      assertThat(origin(named()).find(pointer)).isEmpty();
    }
    server.objects().put(pointer.oid(), CONTENT);
    origin(named()).fetch(List.of(link(pointer)));
    assertThat(origin(named()).find(pointer)).isPresent();
  }

  private static byte[] shorter() {
    return java.util.Arrays.copyOf(CONTENT, CONTENT.length - 1);
  }

  private static byte[] longer() {
    return java.util.Arrays.copyOf(CONTENT, CONTENT.length + 1);
  }

  /// Limits count what pointers say.
  @Test
  void anObjectOfAnotherSizeThanThePointerSaysIsNotFound() {
    LfsPointer pointer = server.stored(CONTENT);
    origin(named()).fetch(List.of(link(pointer)));

    assertThat(origin(named()).find(new LfsPointer(pointer.oid(), 1))).isEmpty();
    assertThat(origin(named()).find(pointer)).isPresent();
  }

  @Test
  void anEndlessObjectIsCutOff() {
    LfsPointer pointer = server.stored(CONTENT);
    var sent = new AtomicLong();
    server.streaming(out -> {
      byte[] chunk = new byte[1 << 16];
      while (sent.addAndGet(chunk.length) < 1L << 30) {
        out.write(chunk);
      }
    });

    assertThatThrownBy(() -> origin(named()).fetch(List.of(link(pointer))))
        .isInstanceOf(GitException.StoreCorrupt.class)
        .hasMessageContaining("has more than");
    assertThat(sent).hasValueLessThan(1L << 30);
  }

  @Test
  void aMissingObjectNamesItsPath() {
    LfsPointer pointer = server.stored(CONTENT);
    server.objects().clear();

    assertThatThrownBy(() -> origin(named()).fetch(List.of(link(pointer))))
        .isInstanceOf(GitException.StoreCorrupt.class)
        .hasMessageContaining("'a.bin'")
        .hasMessageContaining("no such object")
        .hasMessageContaining("git lfs push --all");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"objects\": []}",
        "no JSON",
        "[]",
        "",
        "{\"objects\": [{\"oid\": \"x\"}]}",
        "{\"objects\": [null]}",
        "{\"objects\": [{\"oid\": null}]}",
        "{\"objects\": [{\"oid\": \"@OID@\", \"actions\": {\"download\": null}}]}",
        "{\"objects\": [{\"oid\": \"@OID@\", \"actions\": {\"download\": {\"href\": \"\"}}}]}"
      })
  void anAnswerThatSaysNothingIsAFailure(String answer) {
    LfsPointer pointer = server.stored(CONTENT);
    server.answering(_ -> answer.replace("@OID@", pointer.oid()));

    assertThatThrownBy(() -> origin(named()).fetch(List.of(link(pointer))))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("http://localhost")
        .hasMessageNotContaining("Exception");
  }

  @Test
  void whatIsNullAmongTheHeadersIsNotSent() {
    LfsPointer pointer = server.stored(CONTENT);
    server.answering(answer -> answer.replace("\"header\":{}", "\"header\":{\"X-A\":null}"));

    origin(named()).fetch(List.of(link(pointer)));

    assertThat(server.requests()).last().asString().startsWith("GET").contains("Basic ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "GET"})
  void aRedirectElsewhereIsRefusedBeforeAnythingIsSentThere(String method) {
    LfsPointer pointer = server.stored(CONTENT);
    try (LfsServer other = LfsServer.start(0)) {
      other.objects().putAll(server.objects());
      for (String place :
          List.of(
              other.url("storage/" + pointer.oid()),
              server.url("storage/" + pointer.oid()).replace("localhost", "127.0.0.1"),
              "http://169.254.169.254/x",
              "//git:p4ss@elsewhere/x",
              "file:///etc/passwd",
              "gopher://p4ss/",
              "http://[p4ss")) {
        server.instead(method, exchange -> redirect(exchange, place));

        assertThatThrownBy(() -> origin(named()).fetch(List.of(link(pointer))))
            .as(place)
            .isInstanceOf(GitException.RepositoryUnreachable.class)
            .hasMessageContaining("redirects to ")
            .hasMessageNotContainingAny("p4ss", "s3cret");
      }
      assertThat(other.requests()).isEmpty();
    }
    assertThat(origin(named()).find(pointer)).isEmpty();
  }

  @Test
  void aRingOfRedirectsEnds() {
    LfsPointer pointer = server.stored(CONTENT);
    server.instead("GET", exchange -> redirect(exchange, "/again"));

    assertThatThrownBy(() -> origin(named()).fetch(List.of(link(pointer))))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("without end");
    assertThat(server.requests()).hasSizeLessThan(10);
  }

  private static void redirect(HttpExchange exchange, String place) throws IOException {
    exchange.getResponseHeaders().set("Location", place);
    exchange.sendResponseHeaders(307, -1);
  }

  @ParameterizedTest
  @CsvSource({"POST,429", "POST,503", "GET,429", "GET,503"})
  void aServerThatHasTooMuchToDoIsAskedWhenItSays(String method, int status) {
    LfsPointer pointer = server.stored(CONTENT);
    server.instead(
        method,
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "600");
          exchange.sendResponseHeaders(status, -1);
        });

    assertThatThrownBy(() -> origin(named()).fetch(List.of(link(pointer))))
        .isInstanceOfSatisfying(
            GitException.RepositoryUnreachable.class,
            e -> assertThat(e.pause()).contains(Duration.ofMinutes(10)));
    assertThat(server.requests()).filteredOn(line -> line.startsWith(method)).hasSize(1);
  }

  /// It is there, and nobody has to push it.
  @Test
  void anObjectThatIsNotGivenNowIsNotMissing() {
    LfsPointer pointer = server.stored(CONTENT);
    server.answering(_ ->
        "{\"objects\": [{\"oid\": \"%s\", \"error\": {\"code\": 503, \"message\": \"later\"}}]}"
            .formatted(pointer.oid()));

    assertThatThrownBy(() -> origin(named()).fetch(List.of(link(pointer))))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("503 later")
        .hasMessageContaining("'a.bin'");
  }

  @Test
  void dripsEndAtTheDeadlineAndSoDoesTheConnection() {
    LfsPointer pointer = server.stored(CONTENT);
    var ended = new CountDownLatch(1);
    server.streaming(out -> {
      try {
        for (int i = 0; i < CONTENT.length; i++) {
          out.write(CONTENT[i]);
          out.flush();
          LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
      } catch (IOException e) {
        ended.countDown();
      }
    });
    var origin =
        store.lfs(
            source(server.url("shop")), named(), () -> Deadline.in(CLOCK, Duration.ofSeconds(1)));

    assertThatThrownBy(() -> origin.fetch(List.of(link(pointer))))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("did not end in time");
    await().untilAsserted(() -> assertThat(ended.getCount()).isZero());
    assertThat(origin.find(pointer)).isEmpty();
  }

  @Test
  void aSourceWithoutAnLfsServerIsRefused() {
    LfsOrigin origin =
        store.lfs(source("git://git.example.com/shop.git"), Access.anonymous(), LfsIT::soon);

    assertThatThrownBy(() -> origin.fetch(List.of(link(pointer(CONTENT)))))
        .isInstanceOf(GitException.ContentRefused.class)
        .hasMessageContaining("https or ssh URL");
  }

  @Test
  void eightObjectsAreFetchedAtATimeByConnectionsThatAreKept() {
    List<LfsLink> links = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      links.add(link(server.stored(("object " + i).getBytes(UTF_8))));
    }
    var waiting = new AtomicInteger();
    var most = new AtomicInteger();
    var together = new CyclicBarrier(8, LfsIT::leaveTimeForOneMore);
    server.beforeDownload(() -> {
      most.accumulateAndGet(waiting.incrementAndGet(), Math::max);
      awaited(together);
      waiting.decrementAndGet();
    });

    origin(named()).fetch(links);

    assertThat(links).allMatch(link -> origin(named()).find(link.pointer()).isPresent());
    assertThat(most).as("never more than eight are held, in any of five rounds").hasValue(8);
    assertThat(server.connections()).isLessThanOrEqualTo(9);
  }

  /// A ninth would come while the eight are held; that none does takes no time to be right.
  private static void leaveTimeForOneMore() {
    LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
  }

  private static void awaited(CyclicBarrier barrier) {
    try {
      barrier.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException("the others do not come", e);
    }
  }

  @Test
  void theFirstThatFailsEndsTheOthers() {
    List<LfsLink> links = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      links.add(link(server.stored(("object " + i).getBytes(UTF_8))));
    }
    server.objects().put(links.get(3).pointer().oid(), "objekt 3".getBytes(UTF_8));
    var over = new CountDownLatch(1);
    var waiting = new AtomicInteger();
    server.beforeDownload(() -> {
      if (waiting.incrementAndGet() > 8) {
        awaited(over);
      }
    });

    assertThatThrownBy(() -> origin(named()).fetch(links))
        .isInstanceOf(GitException.StoreCorrupt.class)
        .hasMessageContaining(links.get(3).pointer().oid());
    over.countDown();
    assertThat(server.requests()).filteredOn(line -> line.startsWith("GET")).hasSizeLessThan(40);
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatNobodyUsedForTheGraceIsCollected() throws IOException {
    LfsPointer used = server.stored("used".getBytes(UTF_8));
    LfsPointer unused = server.stored("unused".getBytes(UTF_8));
    origin(named()).fetch(List.of(link(used), link(unused)));
    Source source = source(server.url("shop"));
    for (LfsPointer each : List.of(used, unused)) {
      Path file = origin(named()).find(each).orElseThrow().file();
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }
    origin(named()).find(used);
    Upkeep upkeep = new Upkeep(GcPolicy.DEFAULT, Runnable::run, Upkeep.Listener.NONE, CLOCK);

    upkeep.after(store.maintenance(source));
    assertThat(origin(named()).find(unused)).as("within the grace").isPresent();
    Path file = origin(named()).find(unused).orElseThrow().file();
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(30))));
    upkeep.after(store.maintenance(source));
    assertThat(file).as("collected once a day").exists();
    Files.setLastModifiedTime(
        file.resolve("../../../../gc.last").normalize(),
        FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    upkeep.after(store.maintenance(source));

    assertThat(file).doesNotExist();
    assertThat(origin(named()).find(used)).isPresent();
  }

  private LfsOrigin origin(Access access) {
    return store.lfs(source(server.url("shop")), access, LfsIT::soon);
  }

  private static Access named() {
    return new Access(new Credentials.Basic("git", "s3cret"), Trust.system(), Network.open());
  }

  private static Source source(String url) {
    return new Source(url, GitNamespace.none(), "-", History.SHALLOW);
  }

  private static Deadline soon() {
    return Deadline.in(CLOCK, Duration.ofMinutes(1));
  }
}
