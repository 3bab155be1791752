package dev.gitexport.operator.gitsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitexport.git.RealGit;
import dev.gitexport.operator.OperatorProcess;
import dev.gitexport.test.SilentFolder;
import dev.gitexport.test.cluster.OnCluster;
import dev.gitexport.test.cluster.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// When the operator commits: intervals here are so long that nothing else brings a change in time.
@OnCluster
@TestInstance(Lifecycle.PER_CLASS)
final class WatchedFolderIT {

  private final TestCluster cluster;
  @TempDir private static Path directory = Path.of("");
  private OperatorProcess operator;
  private String namespace = "";
  private GitSyncs syncs;
  private RealGit origin;

  WatchedFolderIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void startOperator() {
    operator = OperatorProcess.start(cluster, directory, Map.of());
  }

  @AfterAll
  void stopOperator() {
    assertThat(operator.terminate()).as(operator.log()).isIn(0, 143);
  }

  @BeforeEach
  void makeRepository() throws IOException {
    namespace = cluster.namespace("watched");
    syncs = new GitSyncs(cluster, namespace);
    Path git = Files.createDirectories(directory.resolve("git").resolve(namespace));
    new RealGit(git).run("init", "-q", "--bare", "origin.git");
    origin = new RealGit(git.resolve("origin.git"));
    write("index.html", "one");
  }

  @Test
  void aChangeIsPushedSoonThoughTheIntervalIsLong() throws IOException {
    create("interval: 24h, quietPeriod: 1s");
    assertThat(syncs.awaitReady("content").getStatus().watching()).isTrue();

    write("index.html", "two");
    awaitPushed("index.html", "two");
    write("deep/er/page.html", "new");
    awaitPushed("deep/er/page.html", "new");
  }

  @Test
  void aThousandFilesAtOnceAreOneCommit() throws IOException {
    create("interval: 24h, quietPeriod: 8s");
    syncs.awaitReady("content");

    for (int i = 0; i < 1_000; i++) {
      write("drop/" + i % 7 + "/file-" + i, "content " + i);
    }

    syncs.awaitThat(
        "content", _ -> assertThat(origin.run("rev-list", "--count", "live")).isEqualTo("2"));
    assertThat(origin.run("log", "-1", "--format=%s", "live")).contains("1000 added");
    assertThat(origin.run("ls-tree", "-r", "--name-only", "live").lines()).hasSize(1_001);
  }

  @Test
  void whatNeverHoldsStillIsPushedAfterTheLongestDelay() throws Exception {
    create("interval: 24h, quietPeriod: 10m, maxDelay: 4s");
    syncs.awaitReady("content");
    var writing = new AtomicBoolean(true);
    Thread writer =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 0; writing.get(); i++) {
                write("log.txt", "line " + i);
                LockSupport.parkNanos(100_000_000);
              }
            });
    try {
      syncs.awaitThat(
          "content", _ -> assertThat(origin.run("rev-list", "--count", "live")).isNotEqualTo("1"));
    } finally {
      writing.set(false);
      writer.join();
    }
    assertThat(origin.run("show", "live:index.html")).isEqualTo("one");
  }

  @Test
  void whatOnlyTheIntervalFindsWaitsForQuietAndStatusSaysWhatWaits() throws IOException {
    create("interval: 1s, quietPeriod: 10s, watch: false");
    assertThat(syncs.awaitReady("content").getStatus().watching()).isFalse();

    write("index.html", "two");
    write("page.html", "new");

    var pending =
        Objects.requireNonNull(
            syncs
                .awaitThat("content", it -> assertThat(it.getStatus().pending()).isNotNull())
                .getStatus()
                .pending());
    assertThat(pending.added() + pending.modified()).isBetween(1, 2);
    assertThat(pending.since()).isNotEmpty();
    assertThat(origin.run("rev-list", "--count", "live")).isEqualTo("1");
    awaitPushed("page.html", "new");
    syncs.awaitThat("content", it -> assertThat(it.getStatus().pending()).isNull());
    assertThat(origin.run("rev-list", "--count", "live")).isEqualTo("2");
  }

  @Test
  void whatAnotherNodeWritesIsFoundAtTheInterval() throws IOException {
    Path place = folder().resolveSibling("shared");
    try (var elsewhere = SilentFolder.mount(place, directory.resolve("layers"))) {
      elsewhere.write("index.html", "one");
      create("shared", "interval: 2s, quietPeriod: 1s");
      assertThat(syncs.awaitReady("shared").getStatus().watching()).isTrue();

      elsewhere.write("index.html", "from another node");

      awaitPushed("index.html", "from another node");
    }
    syncs.delete("shared");
  }

  /// Nobody reads what the kernel tells while the operator is stopped, so that the kernel drops
  /// some: a directory that was made after that is heard of all the same, and in time.
  @Test
  void whatIsNotHeardOfForItsNumberIsLookedAtAgainAndCounted() throws IOException {
    create("interval: 24h, quietPeriod: 1s");
    syncs.awaitReady("content");
    write("drop/file-0", "watched");
    awaitPushed("drop/file-0", "watched");
    double before = overflows();

    operator.pause();
    try {
      for (int i = mostEvents(); i >= 0; i--) {
        write("drop/file-" + i % 2_000, "content " + i);
      }
      write("drop/late/page.html", "one");
    } finally {
      operator.resume();
    }

    await().untilAsserted(() -> assertThat(overflows()).isGreaterThan(before));
    awaitPushed("drop/late/page.html", "one");
    assertThat(origin.run("ls-tree", "-r", "--name-only", "live").lines()).hasSize(2_002);

    write("drop/late/page.html", "two");

    awaitPushed("drop/late/page.html", "two");
  }

  /// What the kernel keeps for one who does not read.
  private static int mostEvents() throws IOException {
    // Read at once: a second read of such a file finds its end.
    List<String> limit = Files.readAllLines(Path.of("/proc/sys/fs/inotify/max_queued_events"));
    return Integer.parseInt(limit.getFirst());
  }

  private double overflows() {
    return operator
        .metrics()
        .lines()
        .filter(line -> line.startsWith("gitexport_watch_overflows_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @Test
  void aFolderOfASuspendedOrDeletedResourceIsWatchedNoLonger() throws IOException {
    create("interval: 24h");
    syncs.awaitReady("content");
    await().until(() -> isWatched(folder()));

    syncs.change("content", "{\"suspend\":true}");
    syncs.awaitThat("content", it -> assertThat(it.getStatus().watching()).isFalse());
    await().until(() -> !isWatched(folder()));
    syncs.change("content", "{\"suspend\":false}");
    syncs.awaitThat("content", it -> assertThat(it.getStatus().watching()).isTrue());
    await().until(() -> isWatched(folder()));

    syncs.delete("content");
    await().until(() -> !isWatched(folder()));
  }

  @Test
  void whereNothingCanBeWatchedThatIsSaidOnceAndTheIntervalFindsChanges() throws IOException {
    operator.terminate();
    operator = OperatorProcess.startUnwatching(cluster, directory);
    try {
      create("interval: 1s, quietPeriod: 0s");
      assertThat(syncs.awaitReady("content").getStatus().watching()).isFalse();

      write("index.html", "two");
      awaitPushed("index.html", "two");
      write("index.html", "three");
      awaitPushed("index.html", "three");

      await()
          .untilAsserted(() ->
              assertThat(syncs.events("content"))
                  .filteredOn(event -> event.startsWith("Warning NotWatching"))
                  .singleElement()
                  .asString()
                  .contains("inotify instances"));
      await()
          .untilAsserted(() ->
              assertThat(operator.log().lines())
                  .filteredOn(
                      line -> line.contains("folder not watched") && line.contains(namespace))
                  .hasSize(1));
    } finally {
      operator.terminate();
      operator = OperatorProcess.start(cluster, directory, Map.of());
    }
    syncs.awaitThat("content", it -> assertThat(it.getStatus().watching()).isTrue());
  }

  private void create(String more) {
    create("content", more);
  }

  private void create(String name, String more) {
    syncs.create(
        name,
        "{repository: 'file://%s', branch: live, volume: {path: %s}, %s}"
            .formatted(origin.directory(), name, more));
  }

  private Path folder() {
    return directory.resolve("volume").resolve(namespace).resolve("content");
  }

  private void write(String path, String content) {
    new RealGit(folder()).write(path, content);
  }

  private void awaitPushed(String path, String content) {
    await()
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(origin.run("show", "live:" + path)).isEqualTo(content));
  }

  /// Whether the operator's process has an inotify watch of the directory, as the kernel tells.
  private boolean isWatched(Path watched) throws IOException {
    String inode = "ino:%x ".formatted((long) Files.getAttribute(watched, "unix:ino"));
    return operator.watches().stream().anyMatch(line -> line.contains(inode));
  }
}
