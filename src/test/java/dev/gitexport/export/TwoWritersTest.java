package dev.gitexport.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.export.FaultPoints.FaultPoint;
import dev.gitexport.test.Requires;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// Two writers on one target: refused where locks hold, harmless where they do not.
final class TwoWritersTest {

  private static Path repository = Path.of("");

  private Path volume = Path.of("");
  private Site site = Site.on(volume, repository);

  @BeforeAll
  static void makeRepository(@TempDir Path directory) {
    repository = Site.releases(directory.resolve("repository"));
  }

  @BeforeEach
  void makeSite(@TempDir Path directory) throws IOException {
    volume = Files.createDirectory(directory.resolve("volume"));
    site = Site.on(volume, repository);
  }

  @Test
  void theSecondThreadIsRefused() throws Exception {
    site.export(Site.swift(), "r1");
    AtomicReference<Throwable> refusal = new AtomicReference<>();
    FaultPoints faults =
        point -> {
          if (point == FaultPoint.SYNC) {
            try {
              site.export(Site.swift(), "r3");
            } catch (ExportException e) {
              refusal.set(e);
            }
          }
        };

    site.export(new Exporter(Site.environment(Site.NO_SYNC, faults)), "r2");

    assertThat(refusal.get())
        .isInstanceOf(ExportException.Locked.class)
        .hasMessageContaining("this process");
    assertThat(Site.release(site.store().link("current"))).isEqualTo("r2");
  }

  @Test
  void theSecondPathToOneTargetIsRefusedToo() throws Exception {
    site.export(Site.swift(), "r1");
    Path alias = Files.createSymbolicLink(volume.resolveSibling("alias"), volume);
    AtomicReference<Throwable> refusal = new AtomicReference<>();
    FaultPoints faults =
        point -> {
          if (point == FaultPoint.SYNC) {
            try {
              Site.on(alias, repository).export(Site.swift(), "r3");
            } catch (ExportException e) {
              refusal.set(e);
            }
          }
        };

    site.export(new Exporter(Site.environment(Site.NO_SYNC, faults)), "r2");

    assertThat(refusal.get()).isInstanceOf(ExportException.Locked.class);
  }

  @Test
  void theSecondProcessIsRefused() throws Exception {
    try (ChildJvm child = holdingAt(FaultPoint.SYNC, "r1")) {
      assertThatThrownBy(() -> site.export(Site.swift(), "r2"))
          .isInstanceOf(ExportException.Locked.class)
          .hasMessageContaining("another process");
      child.goOn();

      assertThat(child.end().output()).contains("Published");
    }
    assertThat(Site.release(site.store().link("current"))).isEqualTo("r1");
  }

  @Test
  void aLockFileThatWasReplacedIsALostLock() throws Exception {
    site.export(Site.swift(), "r1");
    FaultPoints faults =
        point -> {
          if (point == FaultPoint.SYNC) {
            delete(site.store().lockFile());
          }
        };

    assertThatThrownBy(
            () -> site.export(new Exporter(Site.environment(Site.NO_SYNC, faults)), "r2"))
        .isInstanceOf(ExportException.Locked.class)
        .hasMessageContaining("lost");
    assertThat(Site.release(site.store().link("current"))).isEqualTo("r1");
  }

  /// A writer that slept while another took his lock, cleared his staging away, published and
  /// pruned, wakes up and goes on from any step.
  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {
        "STAGE_DIRECTORIES",
        "STAGE_FILE",
        "SYNC",
        "INDEX_WRITTEN",
        "INDEX_NAMED",
        "RECORD_NAMED",
        "CHECK",
        "NAME",
        "NAMED",
        "LINK_MADE"
      })
  void aWriterThatWakesUpTooLateDoesNoHarm(FaultPoint point) throws Exception {
    site.export(Site.swift(), "r1");
    Site pruning = site.withRetention(Site.KEEP_LAST);
    try (ChildJvm sleeper = holdingAt(point, "r2")) {
      delete(site.store().lockFile());
      Exporter exporter = Site.swift();
      site.export(exporter, "r3");
      exporter.prune(pruning.publication(), Set.copyOf(site.store().complete()));
      Invariants invariants = site.invariants();
      invariants.publishedFilesNeverChange();
      sleeper.goOn();

      assertThat(sleeper.end().output()).containsAnyOf("Locked", "VolumeFailed", "Published");

      invariants.currentIsComplete();
      invariants.publishedFilesNeverChange();
      invariants.isThere(site.store().complete());
      assertThat(site.store().link("current")).isDirectory();
    }
    site.export(Site.swift(), "r4");
    site.invariants().isThere(site.store().complete());
    site.invariants().nothingDeadIsLeft();
  }

  /// Between the choice of an export and the flip, another writer prunes it.
  @Test
  void theLinkDoesNotMoveToWhatWasPrunedMeanwhile() throws Exception {
    ExportId first = site.export(Site.swift(), "r1").current().id();
    ExportId second = site.export(Site.swift(), "r2").current().id();
    CurrentLink link = new CurrentLink(site.store(), "current", Site.NO_SYNC, FaultPoints.NONE);
    Withdrawal pruning = new Withdrawal(site.store(), Site.NO_SYNC, FaultPoints.NONE);
    assertThat(pruning.withdraw(first)).isTrue();

    assertThatThrownBy(() -> link.flip(first)).isInstanceOf(ExportException.Locked.class);

    assertThat(site.store().read("current")).contains(second);
    assertThat(ExportStore.names(site.store().target()))
        .noneMatch(name -> name.startsWith(Recovery.LINK_PREFIX + "."));
  }

  /// Ids are made of a second and a commit: two writers may come to the same.
  @Test
  void aManifestNeverReplacesAnother() throws Exception {
    site.export(Site.swift(), "r1");
    AtomicReference<Path> taken = new AtomicReference<>(volume);
    FaultPoints faults =
        point -> {
          if (point == FaultPoint.INDEX_WRITTEN) {
            taken.set(takeTheSameId());
          }
        };

    assertThatThrownBy(
            () -> site.export(new Exporter(Site.environment(Site.NO_SYNC, faults)), "r2"))
        .isInstanceOf(ExportException.Locked.class)
        .hasMessageContaining("another writer");

    assertThat(taken.get()).hasContent("another's");
    assertThat(Site.release(site.store().link("current"))).isEqualTo("r1");
  }

  private Path takeTheSameId() {
    try {
      String staging = ExportStore.names(site.store().staging()).getFirst();
      String id = staging.replaceFirst("[.].*", "");
      return Files.writeString(site.store().indexes().resolve(id), "another's");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What recovery could not delete has at least lost its name: a file that nobody can delete keeps
  /// a staging half-deleted, and its writer wakes up.
  @Test
  void aHalfDeletedStagingIsNeverNamed() throws Exception {
    Requires.root();
    Requires.program("chattr");
    site.export(Site.swift(), "r1");
    try (ChildJvm sleeper = holdingAt(FaultPoint.NAME, "r2")) {
      Path staged =
          site.store().staging().resolve(ExportStore.names(site.store().staging()).getFirst());
      Path undeletable = staged.resolve("marker");
      try (FileChannel open = FileChannel.open(undeletable, StandardOpenOption.READ)) {
        LoopVolume.run("chattr", "+i", undeletable.toString());
        try {
          delete(site.store().lockFile());
          site.export(Site.swift(), "r3");
        } finally {
          mutable(site.store());
        }
        assertThat(open.size()).isPositive();
      }
      sleeper.goOn();

      assertThat(sleeper.end().output()).contains("VolumeFailed");
    }
    site.invariants().currentIsComplete();
    site.invariants().isThere(site.store().complete());
    assertThat(Site.release(site.store().link("current"))).isEqualTo("r3");
  }

  private static void mutable(ExportStore store) throws IOException {
    LoopVolume.run("chattr", "-R", "-i", store.state().toString());
  }

  @Test
  void ofTwoFirstOwnersOneGetsTheTarget() throws Exception {
    Site other = site.withOwner(Owner.local("web", "other"));
    FaultPoints faults =
        point -> {
          if (point == FaultPoint.OWNER_FILE) {
            Site.swift().claim(other.publication());
          }
        };

    assertThatThrownBy(
            () -> site.export(new Exporter(Site.environment(Site.NO_SYNC, faults)), "r1"))
        .isInstanceOf(ExportException.PathNotOwned.class)
        .hasMessageContaining("web/other");

    other.export(Site.swift(), "r2");
    assertThat(Site.release(site.store().link("current"))).isEqualTo("r2");
  }

  /// A recovery beside it takes the probe's directory for a dead run's.
  @Test
  void aProbeThatIsSweptAwayIsMadeAgain() throws Exception {
    site.export(Site.swift(), "r1");
    Durability sweeping =
        new Durability() {
          private boolean swept;

          @Override
          public void sync(Path root, List<Path> files, List<Path> directories) {}

          @Override
          public void sync(Path path) {
            if (!swept && path.getFileName().toString().startsWith(VolumeProbe.PREFIX)) {
              swept = true;
              site.export(Site.swift(), "r2");
            }
          }
        };

    VolumeTraits traits = VolumeProbe.probe(site.store().state(), sweeping);

    assertThat(traits).isEqualTo(VolumeProbe.probe(site.store().state(), Site.NO_SYNC));
  }

  /// He who prunes sleeps, between his look at the link and the removal, while another rolls back
  /// to what he is about to remove.
  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"PRUNE_MARK", "PRUNE_MARKED", "PRUNE_TRASH", "PRUNE_INDEX"})
  void anExportThatTheLinkMovesToIsNotPruned(FaultPoint point) throws Exception {
    ExportId first = site.export(Site.swift(), "r1").current().id();
    site.export(Site.swift(), "r2");
    Site pruning = site.withRetention(Site.KEEP_LAST);
    AtomicReference<List<String>> seen = new AtomicReference<>(List.of());
    FaultPoints faults =
        reached -> {
          if (reached == point) {
            seen.set(rollBackFromAnotherProcess());
          }
        };
    Exporter exporter = new Exporter(Site.environment(Site.NO_SYNC, faults));

    exporter.prune(pruning.publication(), Set.of(first));

    assertThat(seen.get()).isNotEmpty();
    site.invariants().currentIsComplete();
    assertThat(site.store().link("current")).isDirectory();
    site.export(Site.swift(), "r3");
    site.invariants().isThere(site.store().complete());
    site.invariants().nothingDeadIsLeft();
  }

  private List<String> rollBackFromAnotherProcess() {
    delete(site.store().lockFile());
    try (ChildJvm child = holdingAt(FaultPoint.DELETE, "r1")) {
      return List.of(child.end().output());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private ChildJvm holdingAt(FaultPoint point, String release) throws IOException {
    ChildJvm child =
        ChildJvm.start(
            HoldingRun.class, volume.toString(), repository.toString(), release, point.name());
    if (point != FaultPoint.DELETE) {
      assertThat(child.line()).isEqualTo("there");
    }
    return child;
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// I8: two processes that export, roll back, pin and prune for seconds behind a lock that does
  /// not hold.
  @Test
  void twoWritersWithoutALockKeepThePromisesToReaders() throws Exception {
    site.export(Site.swift(), "r1");
    CrashScenario.neighbour(volume);
    Invariants invariants = site.invariants();
    invariants.watch(volume.resolve("neighbour"));
    List<ChildJvm> writers = new ArrayList<>();
    try {
      for (int seed = 1; seed <= 2; seed++) {
        writers.add(
            ChildJvm.start(
                BusyWriter.class, volume.toString(), repository.toString(), "" + seed, "no-lock"));
      }
      for (ChildJvm writer : writers) {
        assertThat(writer.line()).isEqualTo("ready");
      }
      int looks = 0;
      while (writers.stream().anyMatch(ChildJvm::isAlive)) {
        looks += look(invariants) ? 1 : 0;
      }
      assertThat(looks).as("looks at a link that stood still").isGreaterThan(20);
      for (ChildJvm writer : writers) {
        ChildJvm.End end = writer.end();
        assertThat(end.code()).as("%s", end).isZero();
        assertThat(end.output()).containsPattern("[1-9]\\d* done");
      }
    } finally {
      for (ChildJvm writer : writers) {
        writer.close();
      }
    }
    Site.swift().unpin(site.target());
    site.export(Site.swift(), "r5");
    invariants.allButTidiness();
    invariants.isThere(site.store().complete());
    invariants.nothingDeadIsLeft();
  }

  /// I1, I4 and I5 now. With a minAge of zero a tree may go while it is looked at, so a failure
  /// counts only when the link was the same before and after: false when it was not.
  private boolean look(Invariants invariants) throws IOException {
    String before = link();
    try {
      invariants.currentIsComplete();
      invariants.nothingOutsideChanged();
      return link().equals(before);
    } catch (AssertionError | IOException | UncheckedIOException e) {
      if (link().equals(before)) {
        throw new AssertionError("while the link was " + before, e);
      }
      return false;
    }
  }

  /// What tells one making of the link from the next.
  private String link() throws IOException {
    Path link = site.store().link("current");
    return Files.getAttribute(link, "unix:ino", LinkOption.NOFOLLOW_LINKS)
        + " "
        + Files.getAttribute(link, "unix:ctime", LinkOption.NOFOLLOW_LINKS)
        + " "
        + Files.readSymbolicLink(link);
  }
}
