package dev.gitexport.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.export.LoopVolume;
import dev.gitexport.git.Deadline;
import dev.gitexport.git.RealGit;
import dev.gitexport.git.SyncStore;
import dev.gitexport.sync.FaultPoints.FaultPoint;
import dev.gitexport.test.Requires;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Folders on volumes whose power goes; the remote is elsewhere. Needs root, loop devices and
/// xfs_io.
final class SyncPowerCutTest {

  private static final List<FaultPoint> STEPS =
      List.of(
          FaultPoint.OBJECTS_WRITTEN,
          FaultPoint.COMMITTED,
          FaultPoint.INDEX_WRITTEN,
          FaultPoint.HANDED_OVER,
          FaultPoint.PUSHED,
          FaultPoint.FILE_REPLACED,
          FaultPoint.FOLDER_UPDATED,
          FaultPoint.BRANCH_MOVED,
          FaultPoint.ARRIVED);

  @TempDir Path directory;

  private LoopVolume volume() throws IOException {
    return volume(directory);
  }

  private static LoopVolume volume(Path place) throws IOException {
    Requires.root();
    Requires.program("xfs_io");
    return LoopVolume.make(place, "ext4", "64M");
  }

  private static void cut(LoopVolume volume, boolean journal) {
    try {
      volume.cutPower(journal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class PowerIsGone extends Error {
    private static final long serialVersionUID = 1L;
  }

  /// Runs until the power goes at a step, and once more after it is back.
  private static void syncTwice(Desk desk, LoopVolume volume, FaultPoint fatal, boolean journal)
      throws IOException {
    LoopVolume.run("sync", "-f", volume.path().toString());
    desk.sync =
        new FolderSync(
            Clock.systemUTC(),
            point -> {
              if (point == fatal) {
                cut(volume, journal);
                throw new PowerIsGone();
              }
            });
    boolean isCut = false;
    try {
      desk.sync();
    } catch (PowerIsGone e) {
      isCut = true;
    }
    assertThat(isCut).as("%s", fatal).isTrue();
    volume.unmount();
    volume.mount();
    desk.sync = new FolderSync(Clock.systemUTC());
    desk.sync();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noChangeIsLostAndNoneCommittedTwice(boolean journal) throws IOException {
    try (LoopVolume volume = volume()) {
      Desk elsewhere = Desk.make(directory);
      elsewhere.released = Set.of(Guard.DELETIONS);
      Desk desk = elsewhere.on(volume.path());
      desk.write("ours", "0").write("theirs", "0").sync();
      elsewhere.sync();
      for (FaultPoint step : STEPS) {
        String round = step + " " + journal;
        elsewhere.write("theirs", round).sync();
        desk.write("ours", round);

        syncTwice(desk, volume, step, journal);

        assertThat(desk.read("ours") + desk.read("theirs")).as(round).isEqualTo(round + round);
        assertThat(desk.pushed("ours") + desk.pushed("theirs")).as(round).isEqualTo(round + round);
        var fsck = desk.state.ask(new byte[0], "fsck", "--strict", "--no-dangling");
        assertThat(fsck.code()).as(round + fsck.errors()).isZero();
      }
      assertThat(desk.commits()).isEqualTo(1 + 2 * STEPS.size());
    }
  }

  /// Of a folder that is filled from the branch, and of one that becomes the branch.
  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void aFirstRunIsFinished(boolean filled, boolean journal) throws IOException {
    FaultPoint last = filled ? FaultPoint.BRANCH_MOVED : FaultPoint.PUSHED;
    for (FaultPoint step : List.of(FaultPoint.FETCHED, last)) {
      Path place = Files.createDirectory(directory.resolve(step.name()));
      Desk elsewhere = Desk.make(place);
      try (LoopVolume volume = volume(place)) {
        Desk desk = elsewhere.on(volume.path());
        if (filled) {
          elsewhere.write("a", "1").write("b/c", "1").sync();
        } else {
          desk.write("a", "1").write("b/c", "1");
        }

        syncTwice(desk, volume, step, journal);

        assertThat(desk.read("a") + desk.read("b/c")).as(step.name()).isEqualTo("11");
        assertThat(desk.pushedFiles()).isEqualTo("a b/c");
        assertThat(desk.commits()).isEqualTo(1);
        assertThat(desk.sync()).isInstanceOf(SyncOutcome.NothingToCommit.class);
      }
    }
  }

  /// A commit that was reported is there, with all it reaches.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatWasReportedSurvives(boolean journal) throws IOException {
    try (LoopVolume volume = volume()) {
      Desk desk = Desk.make(directory).on(volume.path());
      desk.upstream = new Upstream.None();
      for (int i = 0; i < 30; i++) {
        desk.write("dir%d/f".formatted(i), "content " + i);
      }
      SyncOutcome reported = desk.commit();

      volume.cutPower(journal);
      volume.unmount();
      volume.mount();

      assertThat(reported)
          .isInstanceOfSatisfying(
              SyncOutcome.Committed.class,
              committed -> assertThat(desk.state.id("main").name()).isEqualTo(committed.commit()));
      assertThat(desk.state.run("show", "main:dir29/f")).isEqualTo("content 29");
      var fsck = desk.state.ask(new byte[0], "fsck", "--strict", "--no-dangling");
      assertThat(fsck.code()).as(fsck.errors()).isZero();
    }
  }

  /// Objects and refs that a collection wrote anew are there before those that it replaces go.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCollectionLosesNothing(boolean journal) throws IOException {
    try (LoopVolume volume = volume()) {
      Desk elsewhere = Desk.make(directory);
      Desk desk = elsewhere.on(volume.path());
      desk.write("ours", "start").sync();
      elsewhere.sync();
      for (int i = 0; i < 3; i++) {
        elsewhere.write("theirs", "round " + i).sync();
        desk.write("ours", "round " + i).sync();
        elsewhere.sync();
      }
      desk.write("ours", "unpushed").commit();
      LoopVolume.run("sync", "-f", volume.path().toString());

      SyncStore.maintenance(desk.state.directory(), Clock.systemUTC())
          .gc(Duration.ZERO, Deadline.in(Clock.systemUTC(), Duration.ofMinutes(1)));
      volume.cutPower(journal);
      volume.unmount();
      volume.mount();

      assertThat(desk.state.run("show", "main:ours")).isEqualTo("unpushed");
      var fsck = desk.state.ask(new byte[0], "fsck", "--strict", "--no-dangling");
      assertThat(fsck.code()).as(fsck.errors()).isZero();
    }
  }

  /// The control: what was not synced must be seen to be lost, or these tests prove nothing.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPowerCutBreaksWhatWasNotSynced(boolean journal) throws IOException {
    try (LoopVolume volume = volume()) {
      RealGit careless = RealGit.init(volume.path().resolve("careless"));
      careless.run("config", "core.fsync", "none");
      careless.run("config", "core.fsyncMethod", "writeout-only");
      LoopVolume.run("sync", "-f", volume.path().toString());
      careless.commit("reported", "a", "content");

      volume.cutPower(journal);
      volume.unmount();
      volume.mount();

      assertThat(careless.ask(new byte[0], "show", "main:a").code()).isNotZero();
    }
  }
}
