package dev.gitexport.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.export.ChildJvm;
import dev.gitexport.sync.FaultPoints.FaultPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs that die in the middle of their work: at every step of it, and at any time. No change is
/// lost, and none is committed twice.
final class SyncCrashTest {

  private static final int PROCESSES = 2;
  private static final int ROUNDS = 8;
  private static final int MOST_ROUNDS = 80;
  private static final long SEED = 20_261_125L;

  enum Scenario {
    REBASE(4),
    OURS_WIN(3),
    THEIRS_WIN(3),
    ONE_COMMIT(1);

    private final int commits;

    Scenario(int commits) {
      this.commits = commits;
    }

    SyncSettings settings() {
      return switch (this) {
        case REBASE -> SyncSettings.DEFAULT;
        case OURS_WIN -> SyncSettings.DEFAULT.withOnConflict(OnConflict.OURS);
        case THEIRS_WIN -> SyncSettings.DEFAULT.withOnConflict(OnConflict.THEIRS);
        case ONE_COMMIT -> SyncSettings.DEFAULT.withKeepHistory(false);
      };
    }

    boolean conflicts() {
      return this == OURS_WIN || this == THEIRS_WIN;
    }

    /// Most of what was in the folder is deleted by others: half done, it would look like an
    /// accident here.
    Desk prepare(Path directory) {
      Desk desk = Desk.make(Files.exists(directory) ? directory : made(directory));
      desk.settings = settings();
      for (int i = 0; i < 12; i++) {
        desk.write("old/f" + i, "old " + i);
      }
      desk.write("a", "1").write("b", "1").write("c", "1").sync();
      Desk other = desk.other("theirs");
      other.settings = settings();
      other.released = Set.of(Guard.DELETIONS);
      other.sync();
      for (int i = 0; i < 10; i++) {
        other.delete("old/f" + i);
      }
      other.write("b", "theirs").write("d/e", "theirs");
      other.delete("c");
      if (conflicts()) {
        other.write("a", "theirs");
      }
      other.sync();
      desk.write("a", "2").commit();
      desk.write("a", "3").write("new", "1");
      return desk;
    }

    private static Path made(Path directory) {
      try {
        return Files.createDirectories(directory);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private record Death(Scenario scenario, FaultPoint point, int occurrence) {}

  @ParameterizedTest
  @EnumSource
  void survivesAKillAtEveryStep(Scenario scenario, @TempDir Path directory) throws Exception {
    List<Death> deaths = deaths(scenario, directory.resolve("rehearsal"));
    assertThat(deaths).hasSizeGreaterThan(10);
    List<Future<?>> rounds = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(PROCESSES)) {
      for (Death death : deaths) {
        Path place = directory.resolve(death.point() + "-" + death.occurrence());
        rounds.add(
            executor.submit(() -> {
              dieAndGoOn(death, place);
              return death;
            }));
      }
    }
    for (Future<?> round : rounds) {
      round.get();
    }
  }

  /// Every fault point that a run comes to, the first and the last time.
  private static List<Death> deaths(Scenario scenario, Path directory) throws IOException {
    Desk desk = scenario.prepare(directory);
    Map<FaultPoint, Integer> counts = new EnumMap<>(FaultPoint.class);
    desk.sync = new FolderSync(Clock.systemUTC(), point -> counts.merge(point, 1, Integer::sum));
    desk.sync();
    desk.sync = new FolderSync(Clock.systemUTC());
    check(scenario, desk);
    List<Death> deaths = new ArrayList<>();
    counts.forEach((point, count) -> {
      for (int occurrence : new TreeSet<>(List.of(1, count))) {
        deaths.add(new Death(scenario, point, occurrence));
      }
    });
    return deaths;
  }

  private static void dieAndGoOn(Death death, Path directory) throws Exception {
    Desk desk = death.scenario().prepare(directory);
    try (ChildJvm child =
        ChildJvm.start(
            SyncingRun.class,
            death.scenario().name(),
            directory.toString(),
            death.point().name(),
            "" + death.occurrence())) {
      ChildJvm.End end = child.end();
      assertThat(end.code()).as("%s: %s", death, end).isEqualTo(ChildJvm.KILLED);
    }
    try {
      desk.sync();
      check(death.scenario(), desk);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("killed at " + death, e);
    }
  }

  private static void check(Scenario scenario, Desk desk) throws IOException {
    String a = scenario == Scenario.THEIRS_WIN ? "theirs" : "3";
    assertThat(desk.read("a") + desk.pushed("a")).isEqualTo(a + a);
    assertThat(desk.read("b") + desk.pushed("b")).isEqualTo("theirstheirs");
    assertThat(desk.pushedFiles()).isEqualTo("a b d/e new old/f10 old/f11");
    assertThat(files(desk)).isEqualTo(desk.pushedFiles());
    assertThat(desk.commits()).isEqualTo(scenario.commits);
    if (scenario.conflicts()) {
      assertThat(lost(desk)).contains(scenario == Scenario.OURS_WIN ? "theirs" : "3");
    }
    assertThat(desk.sync()).isInstanceOf(SyncOutcome.NothingToCommit.class);
    for (var repository : List.of(desk.remote, desk.state)) {
      var fsck = repository.ask(new byte[0], "fsck", "--strict", "--no-dangling");
      assertThat(fsck.code()).as(fsck.errors()).isZero();
    }
  }

  /// What `a` was in any ref that keeps a loser.
  private static List<String> lost(Desk desk) {
    return desk.state
        .run("for-each-ref", "--format=%(refname)", "refs/gitsync/lost")
        .lines()
        .map(ref -> desk.state.run("show", ref + ":a"))
        .toList();
  }

  private static String files(Desk desk) throws IOException {
    try (Stream<Path> files = Files.walk(desk.folder)) {
      return String.join(
          " ",
          files
              .filter(Files::isRegularFile)
              .map(file -> desk.folder.relativize(file).toString())
              .sorted()
              .toList());
    }
  }

  /// A folder that is filled from the branch, and one whose content becomes the branch.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void survivesAKillAtEveryStepOfTheFirstRun(boolean filled, @TempDir Path directory)
      throws Exception {
    var counts = new EnumMap<FaultPoint, Integer>(FaultPoint.class);
    Desk rehearsal = first(filled, directory.resolve("rehearsal"));
    rehearsal.sync =
        new FolderSync(Clock.systemUTC(), point -> counts.merge(point, 1, Integer::sum));
    rehearsal.sync();
    assertThat(counts).hasSizeGreaterThan(5);
    for (FaultPoint fatal : counts.keySet()) {
      Path place = directory.resolve(fatal.name());
      Desk desk = first(filled, place);
      try (ChildJvm child =
          ChildJvm.start(SyncingRun.class, "REBASE", place.toString(), fatal.name(), "1")) {
        assertThat(child.end().code()).isEqualTo(ChildJvm.KILLED);
      }

      desk.sync();

      assertThat(files(desk)).as("%s", fatal).isEqualTo("a b/c b/d");
      assertThat(desk.pushedFiles()).as("%s", fatal).isEqualTo("a b/c b/d");
      assertThat(desk.commits()).as("%s", fatal).isEqualTo(1);
      assertThat(desk.sync()).isInstanceOf(SyncOutcome.NothingToCommit.class);
    }
  }

  private static Desk first(boolean filled, Path directory) throws IOException {
    Desk desk = Desk.make(Files.createDirectories(directory));
    Desk source = filled ? desk.other("theirs") : desk;
    source.write("a", "1").write("b/c", "1").write("b/d", "1");
    if (filled) {
      source.sync();
    }
    return desk;
  }

  /// A kill -9 from outside knows no fault points. Who collects does so after every run that
  /// brought something from the remote.
  @ParameterizedTest
  @ValueSource(strings = {"busy", "collecting"})
  void survivesAKillAtAnyTime(String mode, @TempDir Path directory) throws Exception {
    Desk desk = Desk.make(directory);
    desk.write("start", "1").sync();
    Desk other = desk.other("theirs");
    other.sync();
    Random random = new Random(SEED);
    Path collected = desk.state.directory().resolve("gc.last");
    for (int round = 0;
        round < ROUNDS
            || (round < MOST_ROUNDS && mode.equals("collecting") && !Files.exists(collected));
        round++) {
      try (ChildJvm child =
          ChildJvm.start(
              SyncingRun.class, "REBASE", directory.toString(), mode, "" + round * 1000)) {
        assertThat(child.line()).isEqualTo("ready");
        long end = System.nanoTime() + random.nextLong(900_000_000L);
        while (System.nanoTime() < end) {
          other.write("theirs", "round " + round + " " + end).sync();
        }
        child.kill();
      }
      String standing = String.join("|", contents(desk));
      desk.sync();
      other.sync();

      assertThat(String.join("|", contents(desk))).isEqualTo(standing);
      assertThat(contents(other)).isEqualTo(contents(desk));
      assertThat(desk.remote.run("log", "--format=%T", "main").lines()).doesNotHaveDuplicates();
      var fsck = desk.state.ask(new byte[0], "fsck", "--strict", "--no-dangling");
      assertThat(fsck.code()).as(fsck.errors()).isZero();
    }
    assertThat(Files.exists(collected)).isEqualTo(mode.equals("collecting"));
  }

  /// Who died with everything done but to say so is finished once: done again after the next
  /// commit, the folder would go back, and the commit with it.
  @Test
  void whatIsFinishedIsNotFinishedAgain(@TempDir Path directory) throws IOException {
    Desk desk = Desk.make(directory);
    desk.write("ours", "1").sync();
    Desk other = desk.other("theirs");
    other.sync();
    other.write("theirs", "1").sync();
    die(desk, FaultPoint.FOLDER_SEALED);
    desk.write("ours", "2").commit();

    desk.sync();

    assertThat(desk.read("ours")).isEqualTo("2");
    assertThat(desk.pushed("ours")).isEqualTo("2");
    assertThat(desk.commits()).isEqualTo(3);
  }

  private static void die(Desk desk, FaultPoint fatal) {
    FolderSync alive = desk.sync;
    desk.sync =
        new FolderSync(
            Clock.systemUTC(),
            point -> {
              if (point == fatal) {
                throw new IllegalStateException("killed at " + point);
              }
            });
    assertThatThrownBy(desk::sync).hasMessageContaining("killed at " + fatal);
    desk.sync = alive;
  }

  private static List<String> contents(Desk desk) throws IOException {
    try (Stream<Path> files = Files.list(desk.folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.startsWith("busy"))
          .sorted()
          .map(name -> name + "=" + desk.read(name))
          .toList();
    }
  }
}
