package dev.gitexport.operator.gitexport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.git.Access;
import dev.gitexport.git.Deadline;
import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.History;
import dev.gitexport.git.ObjectStore;
import dev.gitexport.git.RealGit;
import dev.gitexport.git.RemoteRefs;
import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.Revision;
import dev.gitexport.git.Source;
import dev.gitexport.git.Treeish;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SharedLooksTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Treeish MAIN = new Treeish("main");

  @TempDir private Path directory = Path.of("");
  private final AtomicInteger count = new AtomicInteger();
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private final SharedLooks looks =
      new SharedLooks(((InstantSource) () -> now).withZone(ZoneOffset.UTC));
  private Source source = new Source("/nowhere", new GitNamespace(""), "-", History.SHALLOW);

  @BeforeEach
  void makeRepository() {
    RealGit git = RealGit.init(directory.resolve("git"));
    git.commit("one");
    source = new Source(git.directory().toString(), new GitNamespace(""), "-", History.SHALLOW);
  }

  @Test
  void aLookIsSharedUntilItIsAsOldAsTheInterval() {
    look();
    now = now.plus(MINUTE).minusMillis(1);
    look();
    assertThat(count).hasValue(1);

    now = now.plusMillis(1);
    look();

    assertThat(count).hasValue(2);
    assertThat(looks.last(remote())).contains(now);
  }

  @Test
  void anExpiredLookIsTakenAgainAtOnce() {
    look();

    looks.expire(remote());
    look();

    assertThat(count).hasValue(2);
  }

  @Test
  void aLookThatWasUnderWayWhenANewOneWasAskedForIsNotTheNewOne() {
    looks.get(
        remote(),
        MINUTE,
        () -> {
          RemoteRefs seen = fresh();
          looks.expire(remote());
          return seen;
        });

    look();
    look();

    assertThat(count).hasValue(2);
  }

  @Test
  void thoseWhoComeTogetherLookOnce() throws InterruptedException {
    var ready = new CountDownLatch(8);
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        threads.execute(() -> {
          ready.countDown();
          look();
        });
      }
      ready.await();
    }

    assertThat(count).hasValue(1);
  }

  @Test
  void whatATreeishIsStaysKnownWhileTheRefsAreTheSame() {
    ResolvedTree tree =
        new ResolvedTree(new Revision.OfTree(ObjectId.zeroId()), ObjectId.zeroId(), false);
    look().resolved(MAIN, tree);
    looks.expire(remote());

    assertThat(look().tree(MAIN)).contains(tree);
    assertThat(count).hasValue(2);
    assertThat(look().tree(new Treeish("main~1"))).isEmpty();
  }

  @Test
  void whatATreeishIsIsFoundOutAgainWhenAnyRefHasChanged() {
    ResolvedTree tree =
        new ResolvedTree(new Revision.OfTree(ObjectId.zeroId()), ObjectId.zeroId(), false);
    for (String change : List.of("commit -q --allow-empty -m two", "tag v1", "tag -d v1")) {
      look().resolved(MAIN, tree);
      looks.expire(remote());
      new RealGit(directory.resolve("git")).run(change.split(" "));

      assertThat(look().tree(MAIN)).as(change).isEmpty();
    }
  }

  @Test
  void notMoreTreeishesAreRememberedThanAnybodyNeeds() {
    SharedLook look = look();
    for (int i = 0; i <= 2_000; i++) {
      ObjectId id = ObjectId.fromString("%040x".formatted(i));
      look.resolved(new Treeish(id.name()), new ResolvedTree(new Revision.OfTree(id), id, false));
    }

    assertThat(IntStream.rangeClosed(0, 2_000))
        .filteredOn(i -> look.tree(new Treeish("%040x".formatted(i))).isPresent())
        .hasSizeLessThanOrEqualTo(1_000)
        .contains(2_000);
  }

  private Remote remote() {
    return new Remote(source, Access.anonymous());
  }

  private SharedLook look() {
    return looks.get(remote(), MINUTE, this::fresh);
  }

  private RemoteRefs fresh() {
    count.incrementAndGet();
    return new ObjectStore(directory.resolve("store"), "web", Clock.systemUTC())
        .look(source, Access.anonymous(), Deadline.in(Clock.systemUTC(), MINUTE));
  }
}
