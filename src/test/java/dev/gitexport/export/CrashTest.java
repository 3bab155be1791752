package dev.gitexport.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.export.FaultPoints.FaultPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Processes that die in the middle of their work: at every step of it, and at any time.
final class CrashTest {

  private static final int PROCESSES = 2;
  private static final long SEED = 20_261_121L;
  private static final int ROUNDS = 12;

  private static Path repository = Path.of("");

  @BeforeAll
  static void makeRepository(@TempDir Path directory) {
    repository = Site.releases(directory.resolve("repository"));
  }

  /// Where a run dies.
  private record Death(CrashScenario scenario, FaultPoint point, int occurrence) {}

  @ParameterizedTest
  @EnumSource
  void survivesAKillAtEveryStep(CrashScenario scenario, @TempDir Path directory) throws Exception {
    List<Death> deaths = deaths(scenario, directory.resolve("rehearsal"));
    assertThat(deaths).isNotEmpty();
    List<Future<Death>> rounds = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(PROCESSES)) {
      for (Death death : deaths) {
        rounds.add(executor.submit(round(death, directory)));
      }
    }
    for (Future<Death> round : rounds) {
      assertThat(round.get()).isIn(deaths);
    }
  }

  /// Every fault point that a scenario comes to, the first and the last time.
  private static List<Death> deaths(CrashScenario scenario, Path directory) throws Exception {
    Site site = scenario.on(volume(directory), repository);
    scenario.prepare(site);
    Map<FaultPoint, Integer> counts = new ConcurrentHashMap<>();
    scenario.run(
        site, Site.environment(Site.NO_SYNC, point -> counts.merge(point, 1, Integer::sum)));
    List<Death> deaths = new ArrayList<>();
    counts.forEach((point, count) -> {
      for (int occurrence : new HashSet<>(List.of(1, Math.min(2, count), count))) {
        deaths.add(new Death(scenario, point, occurrence));
      }
    });
    return deaths;
  }

  private static Path volume(Path directory) throws IOException {
    Path volume = Files.createDirectories(directory.resolve("volume"));
    CrashScenario.neighbour(volume);
    return volume;
  }

  private static Callable<Death> round(Death death, Path directory) {
    return () -> {
      Instant began = Instant.now();
      Path volume = volume(directory.resolve(death.point() + "-" + death.occurrence()));
      Site site = death.scenario().on(volume, repository);
      death.scenario().prepare(site);
      Invariants invariants = site.invariants();
      invariants.watch(volume.resolve("neighbour"));
      invariants.publishedFilesNeverChange();
      Set<ExportId> before = Set.copyOf(site.store().complete());

      die(death, volume);

      try {
        afterDeath(death.scenario(), site, invariants, before);
        afterNext(death.scenario(), site, invariants, began);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("killed at " + death, e);
      }
      return death;
    };
  }

  private static void die(Death death, Path volume) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(
            CrashingRun.class,
            death.scenario().name(),
            volume.toString(),
            repository.toString(),
            death.point().name(),
            "" + death.occurrence())) {
      ChildJvm.End end = child.end();
      assertThat(end.code()).as("%s: %s", death, end).isEqualTo(ChildJvm.KILLED);
    }
  }

  private static void afterDeath(
      CrashScenario scenario, Site site, Invariants invariants, Set<ExportId> before)
      throws IOException {
    invariants.currentIsComplete();
    invariants.nothingOutsideChanged();
    invariants.publishedFilesNeverChange();
    switch (scenario) {
      case PRUNE -> invariants.isThere(site.store().complete());
      case DELETION -> {}
      default -> {
        invariants.isThere(before);
        assertThat(before.isEmpty() || Files.isDirectory(link(scenario, site))).isTrue();
      }
    }
  }

  /// There is a link at any time once there was one.
  private static Path link(CrashScenario scenario, Site site) {
    Path link = site.store().link(site.publication().link());
    return scenario == CrashScenario.RENAMED_LINK && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)
        ? site.store().link("former")
        : link;
  }

  private static void afterNext(
      CrashScenario scenario, Site site, Invariants invariants, Instant began) throws IOException {
    scenario.next(site);
    if (scenario == CrashScenario.DELETION) {
      invariants.forgetPublished(); // ids may come again
    }
    invariants.storyIsSane(began);
    Path current = site.store().link(site.publication().link());
    boolean held = new Pins(site.store(), Site.NO_SYNC).held().isPresent();
    assertThat(Site.release(current)).isEqualTo(held ? "r1" : "r2");
    Site.swift().unpin(site.target());
    site.export(Site.swift(), "r3");

    invariants.currentIsComplete();
    invariants.isThere(site.store().complete());
    invariants.nothingOutsideChanged();
    invariants.publishedFilesNeverChange();
    invariants.nothingDeadIsLeft();
    invariants.storyIsSane(began);
    assertThat(Site.release(current)).isEqualTo("r3");
    assertThat(site.store().link("former")).doesNotExist();
  }

  @Test
  void aLineThatACrashCutShortCostsNoOther(@TempDir Path directory) throws Exception {
    Site site = Site.on(volume(directory), repository);
    site.export(Site.swift(), "r1");
    Files.writeString(site.store().historyFile(), "{\"at\":\"2026-", StandardOpenOption.APPEND);

    site.export(Site.swift(), "r2");

    assertThat(ExportCatalog.read(site.target()).history())
        .extracting(HistoryEntry::event)
        .containsExactly("publish", "publish");
  }

  /// A kill -9 from outside knows no fault points.
  @Test
  void survivesAKillAtAnyTime(@TempDir Path directory) throws Exception {
    Path volume = volume(directory);
    Site site = Site.on(volume, repository);
    Invariants invariants = site.invariants();
    invariants.watch(volume.resolve("neighbour"));
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      Instant began = Instant.EPOCH;
      long wait = random.nextLong(1_200);
      try (ChildJvm child =
          ChildJvm.start(
              BusyWriter.class, volume.toString(), repository.toString(), "" + round, "lock")) {
        assertThat(child.line()).isEqualTo("ready");
        Thread.sleep(wait);
        child.kill();
      }
      try {
        invariants.allButTidiness();
        invariants.isThere(site.store().complete());
        Site.swift().unpin(site.target());
        site.export(Site.swift(), round % 2 == 0 ? "r4" : "r5");
        invariants.allButTidiness();
        invariants.nothingDeadIsLeft();
        invariants.storyIsSane(began);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "seed %d, round %d, killed after %d ms".formatted(SEED, round, wait), e);
      }
    }
  }
}
