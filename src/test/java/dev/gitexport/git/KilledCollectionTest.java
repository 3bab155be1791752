package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A collection that is killed when it has changed one file, then two, then three, until one is
/// quicker than its end.
class KilledCollectionTest {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final Duration GRACE = Duration.ofDays(1);
  private static final int FETCHES = 4;

  @TempDir Path directory;

  /// Collects the stores of one source, in a process of its own.
  static final class Collecting {

    private Collecting() {}

    public static void main(String... arguments) {
      new ObjectStore(Path.of(arguments[0]), "tenant", CLOCK)
          .maintenance(source(Path.of(arguments[1])))
          .gc(GRACE, soon());
    }
  }

  @Test
  void noObjectIsLostWhereverItEnds() throws Exception {
    RealGit remote = RealGit.init(directory.resolve("remote"));
    Path template = directory.resolve("template");
    for (int i = 0; i < FETCHES; i++) {
      remote.commit("commit " + i, "a.txt", "content " + i, "dir/%d.txt".formatted(i), "b");
      fetch(template, remote);
      if (i == 1) {
        store(template).maintenance(source(remote.directory())).gc(GRACE, soon());
      }
    }
    String objects = remote.run("rev-list", "--all", "--objects", "--no-object-names");

    boolean isKilled = true;
    for (int changes = 1; isKilled; changes++) {
      Path stores = directory.resolve("killed" + changes);
      copy(template, stores);
      isKilled = collectUntil(changes, stores, remote.directory());
      assertThat(missing(stores, remote, objects)).as("after %d changes", changes).isEmpty();

      fetch(stores, remote);
      store(stores).maintenance(source(remote.directory())).gc(GRACE, soon());

      assertThat(missing(stores, remote, objects)).as("after %d changes", changes).isEmpty();
      assertThat(endings(stores, remote))
          .containsExactlyInAnyOrder("idx", "idx", "mtimes", "pack", "pack");
    }
    assertThat(directory.resolve("killed5")).exists();
  }

  private boolean collectUntil(int changes, Path stores, Path remote) throws Exception {
    Path store = path(stores, remote);
    try (WatchService watch = FileSystems.getDefault().newWatchService()) {
      for (Path watched : List.of(store, store.resolve("objects/pack"))) {
        watched.register(
            watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
      }
      var process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin/java").toString(),
                  "-Xshare:auto",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Collecting.class.getName(),
                  stores.toString(),
                  remote.toString())
              .redirectErrorStream(true)
              .redirectOutput(stores.resolve("log").toFile())
              .start();
      int seen = 0;
      while (seen < changes && process.isAlive()) {
        WatchKey key = watch.poll(10, TimeUnit.MILLISECONDS);
        if (key != null) {
          seen += key.pollEvents().size();
          key.reset();
        }
      }
      boolean isKilled = process.isAlive();
      int code = process.destroyForcibly().waitFor();
      assertThat(isKilled || code == 0).as(Files.readString(stores.resolve("log"))).isTrue();
      return isKilled;
    }
  }

  private static List<String> missing(Path stores, RealGit remote, String objects) {
    return new RealGit(path(stores, remote.directory()))
        .input(objects + "\n", "cat-file", "--batch-check")
        .lines()
        .filter(line -> line.endsWith("missing"))
        .toList();
  }

  private static List<String> endings(Path stores, RealGit remote) throws IOException {
    try (Stream<Path> files =
        Files.list(path(stores, remote.directory()).resolve("objects/pack"))) {
      return files
          .map(file -> file.toString().replaceFirst(".*\\.", ""))
          .collect(Collectors.toList());
    }
  }

  private static Path path(Path stores, Path remote) {
    return stores.resolve("tenant/%s.git".formatted(source(remote).key()));
  }

  private static void fetch(Path stores, RealGit remote) {
    Source source = source(remote.directory());
    ObjectStore store = store(stores);
    store
        .fetch(
            source,
            Access.anonymous(),
            new Treeish("main"),
            store.look(source, Access.anonymous(), soon()),
            soon())
        .close();
  }

  private static ObjectStore store(Path stores) {
    return new ObjectStore(stores, "tenant", CLOCK);
  }

  private static Source source(Path remote) {
    return new Source("file://" + remote, GitNamespace.none(), "-", History.SHALLOW);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static Deadline soon() {
    return Deadline.in(CLOCK, Duration.ofMinutes(1));
  }
}
