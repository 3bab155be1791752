package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UpkeepTest {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final GcPolicy SMALL = new GcPolicy(512, 5, Duration.ZERO);

  @TempDir Path directory;

  private final List<String> heard = new ArrayList<>();
  private RealGit git;
  private ObjectStore store;

  @BeforeEach
  void makeRemote() {
    git = RealGit.init(directory.resolve("remote"));
    git.commit("first", "a.txt", "content");
    store = new ObjectStore(directory.resolve("store"), "tenant", CLOCK);
  }

  @ParameterizedTest
  @EnumSource(History.class)
  void manySmallFetchesLeaveAStoreSmall(History history) throws IOException {
    Source source = source(git, history);
    int most = 0;
    for (int i = 0; i < 40; i++) {
      git.commit("commit " + i, "a.txt", "content " + i);
      fetch(source, "main").close();
      upkeep(SMALL).after(store.maintenance(source));
      most = Math.max(most, store.maintenance(source).statistics().packs());
    }

    assertThat(most).isLessThanOrEqualTo(SMALL.packs() + 1);
    assertThat(heard).hasSizeGreaterThan(4).containsOnly("collected");
    assertThat(store.maintenance(source).verify(soon()).isSound()).isTrue();
    StoreUsage usage = StoreUsage.of(directory.resolve("store"));
    assertThat(usage.stores()).isEqualTo(1);
    assertThat(usage.packs()).isEqualTo(store.maintenance(source).statistics().packs());
    assertThat(usage.packBytes()).isEqualTo(store.maintenance(source).statistics().packBytes());
    assertThat(StoreUsage.of(directory.resolve("none"))).isEqualTo(new StoreUsage(0, 0, 0));
  }

  @Test
  void whoReadsWhileAStoreIsPackedAnewReadsOn() throws IOException {
    Source source = source(git, History.FULL);
    for (int i = 0; i < 6; i++) {
      git.commit("commit " + i, "dir/%d.txt".formatted(i), "content " + i);
      fetch(source, "main").close();
    }
    try (Fetched held = fetch(source, "main");
        ObjectReader reader = held.source().newObjectReader()) {
      reader.open(held.tree().tree());
      assertThat(store.maintenance(source).gcIfDue(SMALL, soon())).isTrue();

      for (int i = 0; i < 6; i++) {
        assertThat(reader.open(git.id("main:dir/%d.txt".formatted(i))).getCachedBytes())
            .asString()
            .isEqualTo("content " + i);
      }
    }
    assertThat(store.maintenance(source).statistics().packs()).isEqualTo(1);
  }

  @Test
  void whatNothingReachesStaysForItsGraceAndIsNotLookedForTwiceADay() throws IOException {
    Source source = source(git, History.FULL);
    fetch(source, "main").close();
    Path loose = storePath().resolve("objects/17");
    Files.createDirectories(loose);
    for (int i = 0; i < 3; i++) {
      Files.writeString(loose.resolve("%038d".formatted(i)), "unreached");
    }
    StoreMaintenance maintenance = store.maintenance(source);
    GcPolicy day = new GcPolicy(512, 0, Duration.ofDays(1));

    assertThat(maintenance.gcIfDue(GcPolicy.DEFAULT, soon())).isFalse();
    assertThat(maintenance.gcIfDue(day, soon())).isTrue();
    assertThat(loose).isNotEmptyDirectory();
    assertThat(maintenance.gcIfDue(day, soon())).isFalse();
    Instant past = CLOCK.instant().minus(Duration.ofDays(2));
    for (int i = 0; i < 3; i++) {
      Files.setLastModifiedTime(loose.resolve("%038d".formatted(i)), FileTime.from(past));
    }
    Files.setLastModifiedTime(storePath().resolve("gc.last"), FileTime.from(past));
    assertThat(maintenance.gcIfDue(day, soon())).isTrue();

    assertThat(loose.resolve("%038d".formatted(0))).doesNotExist();
    assertThat(maintenance.gcIfDue(day, soon())).isFalse();
  }

  @Test
  void whatNoRefReachesIsKeptInOnePackUntilItsGraceIsOver() throws IOException {
    Source source = source(git, History.SHALLOW);
    fetch(source, "main").close();
    ObjectId lost = git.id("main");
    git.commit("second", "a.txt", "other content");
    fetch(source, "main").close();
    var stored = git.in(directory.resolve("store/tenant/%s.git".formatted(source.key())));

    for (int i = 0; i < 3; i++) {
      later(Duration.ofHours(8L * i)).maintenance(source).gc(Duration.ofDays(1), soon());
      assertThat(stored.run("cat-file", "-t", lost.name())).isEqualTo("commit");
    }
    assertThat(store.maintenance(source).statistics().packs()).isEqualTo(2);
    assertThat(store.maintenance(source).statistics().looseObjects()).isZero();
    assertThat(stored.run("fsck", "--no-dangling")).isEmpty();
    stored.run("repack", "-d", "--cruft", "--cruft-expiration=1.hour.ago");
    assertThat(stored.run("cat-file", "-t", lost.name())).isEqualTo("commit");
    later(Duration.ofHours(25)).maintenance(source).gc(Duration.ofDays(1), soon());

    assertThat(stored.ask(new byte[0], "cat-file", "-t", lost.name()).code()).isNotZero();
    assertThat(store.maintenance(source).statistics().packs()).isEqualTo(1);
    assertThat(packFiles(stored)).hasSize(2);
  }

  @Test
  void damagedTimesPutOffTheEndOfTheGrace() throws IOException {
    Source source = source(git, History.SHALLOW);
    fetch(source, "main").close();
    ObjectId lost = git.id("main");
    git.commit("second", "a.txt", "other content");
    fetch(source, "main").close();
    store.maintenance(source).gc(Duration.ofDays(1), soon());
    var stored = git.in(directory.resolve("store/tenant/%s.git".formatted(source.key())));
    for (Path file : packFiles(stored)) {
      if (file.toString().endsWith(".mtimes")) {
        Files.write(file, new byte[7]);
      }
    }

    later(Duration.ofHours(25)).maintenance(source).gc(Duration.ofDays(1), soon());

    assertThat(stored.run("cat-file", "-t", lost.name())).isEqualTo("commit");
  }

  private ObjectStore later(Duration duration) {
    return new ObjectStore(directory.resolve("store"), "tenant", Clock.offset(CLOCK, duration));
  }

  private static List<Path> packFiles(RealGit stored) throws IOException {
    try (var files = Files.list(stored.directory().resolve("objects/pack"))) {
      return files.toList();
    }
  }

  @Test
  void whatAKilledCollectionLeftDoesNotStopTheNext() throws IOException {
    Source source = source(git, History.FULL);
    for (int i = 0; i < 7; i++) {
      git.commit("commit " + i, "a.txt", "content " + i);
      fetch(source, "main").close();
    }
    Files.writeString(storePath().resolve("gc.pid"), "1 elsewhere");
    Files.writeString(storePath().resolve("gc.pid.lock"), "");
    Files.writeString(storePath().resolve("objects/pack/gc_1.pack_tmp"), "half");

    assertThat(store.maintenance(source).gcIfDue(SMALL, soon())).isTrue();

    assertThat(store.maintenance(source).statistics().packs()).isEqualTo(1);
    assertThat(storePath().resolve("objects/pack/gc_1.pack_tmp")).doesNotExist();
  }

  @Test
  void itWaitsForAFetchAndSaysWhenItFailed() throws IOException {
    Source source = source(git, History.FULL);
    assertThat(store.maintenance(source).gcIfDue(SMALL, soon())).isFalse();
    for (int i = 0; i < 7; i++) {
      git.commit("commit " + i, "a.txt", "content " + i);
      fetch(source, "main").close();
    }
    StoreDirectory locked = new StoreDirectory(storePath());
    try (StoreLock _ = locked.lock(soon())) {
      Deadline now = Deadline.in(CLOCK, Duration.ofMillis(50));
      assertThatThrownBy(() -> store.maintenance(source).gcIfDue(SMALL, now))
          .isInstanceOf(GitException.RepositoryUnreachable.class);
    }
    Files.write(locked.packs().getFirst(), new byte[] {1, 2, 3});
    upkeep(SMALL).after(store.maintenance(source));

    assertThat(heard).hasSize(1).allSatisfy(message -> assertThat(message).startsWith("Could not"));
    Upkeep.Listener.NONE.collected();
    Upkeep.Listener.NONE.failed(new GitException.StoreCorrupt("broken", null));
  }

  @Test
  void twoForksCostLittleMoreThanOne() throws IOException {
    var random = new Random(7);
    for (int i = 0; i < 95; i++) {
      git.commit("common " + i, "file%d.txt".formatted(i), noise(random));
    }
    git.run("clone", "-q", ".", "../fork");
    var fork = new RealGit(directory.resolve("fork"));
    for (int i = 0; i < 5; i++) {
      git.commit("ours " + i, "ours%d.txt".formatted(i), noise(random));
      fork.commit("theirs " + i, "theirs%d.txt".formatted(i), noise(random));
    }

    fetch(source(git, History.FULL), "main").close();
    long one = StoreUsage.of(directory.resolve("store")).packBytes();
    fetch(source(fork, History.FULL), "main").close();
    long two = StoreUsage.of(directory.resolve("store")).packBytes();

    assertThat(one).isGreaterThan(95L * 4_000);
    assertThat((double) two / one).as("%d bytes for two, %d for one", two, one).isLessThan(1.1);
    assertThat(StoreUsage.of(directory.resolve("store")).stores()).isEqualTo(1);
  }

  @Test
  void thresholdsAreNotNegative() {
    assertThatIllegalArgumentException().isThrownBy(() -> new GcPolicy(-1, 1, Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> new GcPolicy(1, -1, Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GcPolicy(1, 1, Duration.ofSeconds(-1)));
    assertThat(new GcPolicy(0, 0, Duration.ZERO).hasManyLooseObjects(1_000)).isFalse();
  }

  private Upkeep upkeep(GcPolicy policy) {
    return new Upkeep(policy, Runnable::run, listener(), CLOCK);
  }

  private Upkeep.Listener listener() {
    return new Upkeep.Listener() {
      @Override
      public void collected() {
        heard.add("collected");
      }

      @Override
      public void failed(GitException failure) {
        heard.add(String.valueOf(failure.getMessage()));
      }
    };
  }

  private Fetched fetch(Source source, String treeish) {
    return store.fetch(
        source,
        Access.anonymous(),
        new Treeish(treeish),
        store.look(source, Access.anonymous(), soon()),
        soon());
  }

  private static Source source(RealGit remote, History history) {
    return new Source("file://" + remote.directory(), GitNamespace.none(), "-", history);
  }

  private Path storePath() {
    return directory.resolve("store/tenant/shared.git");
  }

  private static String noise(Random random) {
    byte[] bytes = new byte[4_096];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static Deadline soon() {
    return Deadline.in(CLOCK, Duration.ofMinutes(1));
  }
}
