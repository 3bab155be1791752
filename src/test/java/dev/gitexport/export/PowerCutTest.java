package dev.gitexport.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.export.FaultPoints.FaultPoint;
import dev.gitexport.test.Requires;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Volumes whose power goes: what was reported survives, and what `current` names is whole. Needs
/// root, loop devices and xfs_io.
final class PowerCutTest {

  private static Path repository = Path.of("");

  @BeforeAll
  static void makeRepository(@TempDir Path directory) {
    repository = Site.releases(directory.resolve("repository"));
  }

  private static LoopVolume volume(Path directory, String type) throws Exception {
    Requires.root();
    Requires.program("xfs_io");
    return type.equals("xfs")
        ? LoopVolume.make(directory, type, "320M")
        : LoopVolume.make(directory, type, "64M");
  }

  private static void cut(LoopVolume volume, boolean journal) {
    try {
      volume.cutPower(journal);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"ext4, true", "ext4, false", "xfs, true", "xfs, false"})
  void whatWasReportedSurvivesAPowerCut(String type, boolean journal, @TempDir Path directory)
      throws Exception {
    try (LoopVolume volume = volume(directory, type)) {
      Site site = Site.on(volume.path(), repository).withRetention(Site.KEEP_LAST);
      for (String release : new String[] {"r1", "r2", "r1", "r3"}) {
        Exporter exporter = new Exporter(Clock.systemUTC(), ExportListener.NONE);
        ExportOutcome reported = site.export(exporter, release);
        exporter.prune(site.publication(), Set.copyOf(reported.prunable()));

        volume.cutPower(journal);
        volume.unmount();
        volume.mount();

        site.invariants().survived(reported.current().id());
        site.invariants().isThere(site.store().complete());
      }
    }
  }

  /// The power goes at every step of an export, one after the other on the same volume.
  @ParameterizedTest
  @CsvSource({"ext4, true", "ext4, false", "xfs, true", "xfs, false"})
  void survivesAPowerCutAtEveryStep(String type, boolean journal, @TempDir Path directory)
      throws Exception {
    try (LoopVolume volume = volume(directory, type)) {
      Site site = Site.on(volume.path(), repository).withRetention(Site.KEEP_LAST);
      Exporter exporter = new Exporter(Clock.systemUTC(), ExportListener.NONE);
      ExportId reported = site.export(exporter, "r1").current().id();
      String wanted = "r2";
      for (FaultPoint point : FaultPoint.values()) {
        boolean died = dies(site, volume, wanted, point, journal);
        if (died) {
          volume.unmount();
          volume.mount();
        }
        Invariants invariants = site.invariants();
        invariants.currentIsComplete();
        assertThat(site.store().read("current")).as("current after %s", point).isPresent();
        if (site.store().read("current").get().equals(reported)) {
          invariants.survived(reported);
        }
        invariants.isThere(site.store().complete());

        reported = site.export(exporter, wanted).current().id();
        invariants.currentIsComplete();
        exporter.prune(site.publication(), Set.copyOf(site.export(exporter, wanted).prunable()));
        invariants.nothingDeadIsLeft();
        wanted = wanted.equals("r2") ? "r3" : "r2";
      }
    }
  }

  /// Export and prune; false when that never came to the point.
  private static boolean dies(
      Site site, LoopVolume volume, String release, FaultPoint fatal, boolean journal) {
    AtomicBoolean gone = new AtomicBoolean();
    FaultPoints faults =
        point -> {
          if (point == fatal && gone.compareAndSet(false, true)) { // by one of several threads
            cut(volume, journal);
            throw new PowerIsGone();
          }
        };
    Exporter exporter = new Exporter(Site.environment(Durability.DISK, faults));
    try {
      ExportOutcome outcome = site.export(exporter, release);
      exporter.prune(site.publication(), Set.copyOf(outcome.prunable()));
      return false;
    } catch (PowerIsGone | ExportException.VolumeFailed e) {
      assertThat(gone).as("%s", e).isTrue();
      return true;
    }
  }

  private static final class PowerIsGone extends Error {
    private static final long serialVersionUID = 1L;
  }

  /// The control: an engine that does not sync its trees must be seen to fail, or these tests prove
  /// nothing.
  @ParameterizedTest
  @CsvSource({"ext4, true", "ext4, false", "xfs, true", "xfs, false"})
  void aPowerCutBreaksWhatWasNotSynced(
      String type, boolean syncsItsRecords, @TempDir Path directory) throws Exception {
    try (LoopVolume volume = volume(directory, type)) {
      Site site = Site.on(volume.path(), repository);
      Durability control = syncsItsRecords ? new UnsyncedTrees() : Site.NO_SYNC;
      Exporter careless = new Exporter(Site.environment(control, FaultPoints.NONE));
      ExportId reported = site.export(careless, "r1").current().id();

      volume.cutPower(true);
      volume.unmount();
      volume.mount();

      Invariants invariants = site.invariants();
      assertThat(site.store().read("current")).contains(reported);
      assertThatExceptionOfType(AssertionError.class)
          .isThrownBy(invariants::currentIsComplete)
          .withMessageContaining("I1");
      assertThat(site.store().link("current").resolve("marker")).isEmptyFile();
    }
  }

  private static final class UnsyncedTrees implements Durability {
    @Override
    public void sync(Path root, List<Path> files, List<Path> directories) {}

    @Override
    public void sync(Path path) throws IOException {
      DISK.sync(path);
    }
  }

  @ParameterizedTest
  @CsvSource({"ext4", "xfs"})
  void aVolumeThatDiesUnderARunIsATypedFailure(String type, @TempDir Path directory)
      throws Exception {
    try (LoopVolume volume = volume(directory, type)) {
      Site site = Site.on(volume.path(), repository);
      ExportId reported =
          site.export(new Exporter(Clock.systemUTC(), ExportListener.NONE), "r1").current().id();
      FaultPoints faults =
          point -> {
            if (point == FaultPoint.SYNC) {
              cut(volume, true);
            }
          };
      Exporter exporter = new Exporter(Site.environment(Durability.DISK, faults));

      assertThatThrownBy(() -> site.export(exporter, "r2"))
          .isInstanceOf(ExportException.VolumeFailed.class)
          .hasMessageContaining("Input/output error");

      volume.unmount();
      volume.mount();
      site.invariants().survived(reported);
    }
  }
}
