package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectStoreTest {

  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir Path directory;

  private RealGit git;
  private ObjectStore store;

  @BeforeEach
  void makeRemote() {
    git = RealGit.init(directory.resolve("remote"));
    for (int i = 1; i <= 6; i++) {
      git.commit("commit " + i, "a.txt", "content " + i, "dir/b.txt", "b");
    }
    git.run("tag", "-a", "v1", "-m", "one", "HEAD~2");
    git.run("branch", "feature", "HEAD~1");
    store = new ObjectStore(directory.resolve("store"), "tenant", CLOCK);
  }

  @ParameterizedTest
  @EnumSource(History.class)
  void fetchesWhatATreeishNames(History history) throws IOException {
    for (String treeish :
        List.of(
            "main",
            "HEAD",
            "v1",
            "feature:dir",
            "refs/tags/v1",
            "main~3",
            "v1^{/commit 2}",
            "main^{tree}")) {
      try (Fetched fetched = fetch(history, treeish);
          ObjectReader reader = fetched.source().newObjectReader()) {
        String asTree = treeish.contains(":") ? treeish : treeish + "^{tree}";
        assertThat(fetched.tree().tree()).as(treeish).isEqualTo(git.id(asTree));
        assertThat(reader.has(fetched.tree().tree())).isTrue();
        assertThat(fetched.source().resolve(new Treeish(treeish))).isEqualTo(fetched.tree());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(History.class)
  void fetchesACommitByItsIdOrDescription(History history) {
    String id = git.id("HEAD~3").name();
    String tag = git.id("v1").name();

    for (String treeish :
        List.of(id, id + "~1", id.substring(0, 10), git.run("describe", "--long", "HEAD"), tag)) {
      try (Fetched fetched = fetch(history, treeish)) {
        assertThat(fetched.tree().revision().id())
            .as(treeish)
            .isEqualTo(git.id(treeish + "^{commit}"));
      }
    }
  }

  @Test
  void aShallowStoreHoldsTheWantedCommitOnly() {
    fetch(History.SHALLOW, "main").close();

    assertThat(inStore("rev-list", "--all", "--count")).isEqualTo("1");
    assertThat(inStore("fsck", "--strict")).isEmpty();
    fetch(History.SHALLOW, "main~2").close();
    assertThat(inStore("rev-list", "--all", "--count")).isEqualTo("3");
    fetch(History.SHALLOW, "main^{/commit 1}").close();
    assertThat(inStore("rev-list", "--all", "--count")).isEqualTo("6");
    assertThat(inStore("fsck", "--strict")).isEmpty();
  }

  @Test
  void aShallowStoreKnowsWhatItHasNotFetched() {
    git.run("tag", "-a", "-m", "release", "annotated", "main~3");

    try (Fetched fetched = fetch(History.SHALLOW, "main")) {
      assertThat(fetched.source().named("annotated")).hasValue(git.id("main~3"));
      assertThat(fetched.source().named("main")).hasValue(git.id("main"));
      assertThat(fetched.source().named("nowhere")).isEmpty();
    }
    assertThat(inStore("rev-list", "--all", "--count")).isEqualTo("1");
  }

  @Test
  void aSearchDeepensUntilTheWholeHistoryIsThere() {
    var input = new StringBuilder();
    for (int i = 0; i < 800; i++) {
      input
          .append(
              "commit refs/heads/long\ncommitter C <c@x> %d +0000\n".formatted(1_600_000_000 + i))
          .append("data 6\nnum%03d\n".formatted(i));
    }
    git.input(input.toString(), "fast-import", "--quiet");

    try (Fetched fetched = fetch(History.SHALLOW, "long^{/num005}")) {
      assertThat(fetched.tree().revision().id()).isEqualTo(git.id("long^{/num005}"));
    }
    assertThatThrownBy(() -> fetch(History.SHALLOW, "long^{/never}"))
        .isInstanceOf(GitException.TreeishNotFound.class);
    assertThatThrownBy(() -> fetch(History.SHALLOW, "main~6"))
        .isInstanceOf(GitException.TreeishNotFound.class)
        .hasMessageContaining("0 parent(s)");
  }

  @ParameterizedTest
  @EnumSource(History.class)
  void nothingIsFetchedTwice(History history) throws IOException {
    fetch(history, "main").close();
    Map<String, String> before = files();
    Source source = source(history);
    RemoteRefs look = store.look(source, Access.anonymous(), soon());
    Files.move(git.directory(), directory.resolve("gone"));

    store.fetch(source, Access.anonymous(), new Treeish("main"), look, soon()).close();

    assertThat(files().keySet()).isEqualTo(before.keySet());
  }

  @ParameterizedTest
  @EnumSource(History.class)
  void followsTheRemoteWhenItRewritesAndRenames(History history) {
    git.run("branch", "a", "HEAD~1");
    fetch(history, "a").close();
    git.run("branch", "-D", "a");
    git.run("branch", "a/b", "HEAD~2");
    git.run("reset", "-q", "--hard", "HEAD~4");
    git.commit("rewritten", "c.txt", "c");

    try (Fetched main = fetch(history, "main");
        Fetched renamed = fetch(history, "a/b")) {
      assertThat(main.tree().revision().id()).isEqualTo(git.id("main"));
      assertThat(renamed.tree().revision().id()).isEqualTo(git.id("a/b"));
    }
    assertThatThrownBy(() -> fetch(history, "a"))
        .isInstanceOf(GitException.TreeishNotFound.class)
        .hasMessageContaining(git.directory().toString());
  }

  @Test
  void aCommitOfNoRefIsNotGivenAndNotFound() {
    ObjectId lost = git.commit("lost", "lost.txt", "x");
    git.run("reset", "-q", "--hard", "HEAD~1");

    for (History history : History.values()) {
      assertThatThrownBy(() -> fetch(history, lost.name()))
          .isInstanceOf(GitException.TreeishNotFound.class)
          .hasMessageContaining("no such commit");
      assertThatThrownBy(() -> fetch(history, "0000000000000000000000000000000000000001"))
          .isInstanceOf(GitException.TreeishNotFound.class);
    }
  }

  @Test
  void aSharedStoreResolvesThroughItsOwnSourcesRefsOnly() {
    git.run("clone", "-q", ".", "../fork");
    var fork = new RealGit(directory.resolve("fork"));
    ObjectId own = fork.commit("only in the fork", "fork.txt", "f");
    ObjectId tree = fork.id("HEAD^{tree}");
    Source forked = new Source(fork.directory().toString(), GitNamespace.none(), "-", History.FULL);
    store
        .fetch(
            forked,
            Access.anonymous(),
            new Treeish("main"),
            store.look(forked, Access.anonymous(), soon()),
            soon())
        .close();
    fetch(History.FULL, "main").close();

    for (String name :
        List.of(
            own.name(),
            own.name().substring(0, 12),
            "v1-1-g" + own.name().substring(0, 12),
            tree.name(),
            tree.name().substring(0, 12),
            own.name() + ":fork.txt",
            own.name() + "^{commit}",
            ":/only in the fork",
            "main^{/only in the fork}",
            "refs/namespaces/%s/refs/heads/main".formatted(forked.key()),
            "../%s/refs/heads/main".formatted(forked.key()),
            "refs/../../%s/refs/heads/main".formatted(forked.key()),
            "namespaces/%s/HEAD".formatted(forked.key()))) {
      assertThatThrownBy(() -> fetch(History.FULL, name))
          .as(name)
          .isInstanceOf(GitException.TreeishNotFound.class);
    }
    // The same commit, once the remote itself has it below a ref.
    git.run("fetch", "-q", "../fork", "main:refs/pull/1");
    try (Fetched fetched = fetch(History.FULL, own.name())) {
      assertThat(fetched.tree().revision().id()).isEqualTo(own);
    }
    assertThat(Files.exists(directory.resolve("store/tenant/shared.git"))).isTrue();
  }

  @Test
  void aCommitFetchedByItsIdIsKeptInTheSharedStore() {
    git.run("update-ref", "refs/pull/7", git.commit("pulled", "p.txt", "p").name());
    ObjectId pulled = git.id("refs/pull/7");
    git.run("reset", "-q", "--hard", "HEAD~1");

    fetch(History.FULL, pulled.name()).close();

    String key = source(History.FULL).key();
    assertThat(
            new RealGit(directory.resolve("store/tenant/shared.git"))
                .run("for-each-ref", "--format=%(refname)"))
        .contains("refs/namespaces/%s/refs/commits/%s".formatted(key, pulled.name()));
    fetch(History.FULL, pulled.name()).close();
    fetch(History.FULL, pulled.name().substring(0, 10)).close();
  }

  @Test
  void aNamespaceOfTheRemoteIsASourceOfItsOwn() {
    git.run("update-ref", "refs/namespaces/n/refs/heads/main", "HEAD~4");
    git.run("update-ref", "refs/namespaces/n/HEAD", "HEAD~4");
    var source =
        new Source(git.directory().toString(), new GitNamespace("n"), "-", History.SHALLOW);
    RemoteRefs look = store.look(source, Access.anonymous(), soon());

    assertThat(look.names()).containsExactly("HEAD", "refs/heads/main");
    assertThat(look.source()).isEqualTo(source);
    try (Fetched fetched =
        store.fetch(source, Access.anonymous(), new Treeish("HEAD"), look, soon())) {
      assertThat(fetched.tree().revision().id()).isEqualTo(git.id("HEAD~4"));
    }
    assertThatThrownBy(
            () -> store.fetch(source, Access.anonymous(), new Treeish("feature"), look, soon()))
        .isInstanceOf(GitException.TreeishNotFound.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            store.fetch(
                source(History.FULL), Access.anonymous(), new Treeish("HEAD"), look, soon()));
  }

  @Test
  void aRemoteThatIsEmptyMissingOrBrokenIsNamed() throws IOException {
    RealGit.init(directory.resolve("empty"));
    var empty =
        new Source(
            directory.resolve("empty").toString(), GitNamespace.none(), "-", History.SHALLOW);
    assertThatThrownBy(() ->
            store.fetch(
                empty,
                Access.anonymous(),
                new Treeish("HEAD"),
                store.look(empty, Access.anonymous(), soon()),
                soon()))
        .isInstanceOf(GitException.TreeishNotFound.class)
        .hasMessageContaining("no commits yet");

    var missing =
        new Source(
            directory.resolve("missing").toString(), GitNamespace.none(), "-", History.SHALLOW);
    assertThatThrownBy(() -> store.look(missing, Access.anonymous(), soon()))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("nothing at this path");

    Files.delete(git.looseObject(git.id("HEAD:a.txt")));
    assertThatThrownBy(() -> fetch(History.SHALLOW, "main"))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining(git.directory().toString());
    try (Fetched other = fetch(History.SHALLOW, "feature")) {
      assertThat(other.tree().tree()).isEqualTo(git.id("feature^{tree}"));
    }
  }

  @Test
  void nothingIsWrittenToARemoteAndItsConfigurationIsNotObeyed() throws IOException {
    git.run("config", "uploadpack.packObjectsHook", "touch " + directory.resolve("ran"));
    git.run("config", "uploadpack.hideRefs", "refs/heads");
    Map<String, String> before = RealGit.snapshot(git.directory());

    fetch(History.FULL, "main").close();
    fetch(History.SHALLOW, git.id("HEAD~1").name()).close();

    assertThat(RealGit.snapshot(git.directory())).isEqualTo(before);
    assertThat(directory.resolve("ran")).doesNotExist();
  }

  @Test
  void objectsThatBreakReadersDoNotEnter() {
    String blob = git.id("HEAD:a.txt").name();
    String tree = git.input("100644 blob %s\t.git\n".formatted(blob), "mktree");
    String commit = git.run("commit-tree", "-m", "evil", tree);
    git.run("update-ref", "refs/heads/evil", commit);

    assertThatThrownBy(() -> fetch(History.SHALLOW, "evil"))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining(".git");
  }

  @Test
  void anOldDeadlineEndsItAtOnce() {
    Source source = source(History.SHALLOW);
    RemoteRefs look = store.look(source, Access.anonymous(), soon());

    assertThatThrownBy(
            () -> store.look(source, Access.anonymous(), Deadline.in(CLOCK, Duration.ZERO)))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContainingAll("look at", "in time");
    assertThatThrownBy(() ->
            store.fetch(
                source,
                Access.anonymous(),
                new Treeish("main"),
                look,
                Deadline.in(CLOCK, Duration.ofSeconds(-5))))
        .isInstanceOf(GitException.RepositoryUnreachable.class);
    fetch(History.SHALLOW, "main").close();
  }

  @Test
  void workThatHangsIsLeftBehindAtTheDeadline() {
    var aborted = new CountDownLatch(1);
    var deadline = Deadline.in(CLOCK, Duration.ofMillis(200));

    assertThatThrownBy(
            () -> deadline.call("wait", () -> aborted.await(1, TimeUnit.HOURS), aborted::countDown))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContainingAll("Could not wait", "in time");
    assertThat(aborted.getCount()).isZero();
    assertThatThrownBy(() ->
            soon()
                .call(
                    "fail",
                    () -> {
                      throw new IOException("broken");
                    },
                    () -> {}))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("broken");
    var released = new CountDownLatch(1);
    Thread.currentThread().interrupt();
    assertThatThrownBy(
            () -> soon().call("stop", () -> released.await(1, TimeUnit.HOURS), released::countDown))
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(History.class)
  void leftoversOfAKilledFetchAreSwept(History history) throws IOException {
    fetch(history, "main").close();
    Path own = storePath(history);
    List<Path> leftovers =
        List.of(
            own.resolve("shallow.lock"),
            own.resolve("packed-refs.lock"),
            own.resolve("refs/heads/main.lock"),
            own.resolve("isolated/view.git/HEAD"),
            own.resolve("objects/incoming_1.pack"),
            own.resolve("objects/noz1.tmp"),
            own.resolve("objects/pack/gc_1.pack_tmp"),
            own.resolve("objects/pack/tmp_pack_x"),
            own.resolve("objects/pack/pack-0000000000000000000000000000000000000000.pack"),
            own.resolve("objects/pack/pack-1111111111111111111111111111111111111111.idx"),
            own.resolve("objects/pack/pack-2222222222222222222222222222222222222222.keep"));
    for (Path file : leftovers) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, "half");
    }
    Path before = own.resolve("shallow.before");
    Files.write(
        before,
        history == History.SHALLOW ? Files.readAllBytes(own.resolve("shallow")) : new byte[0]);
    Files.writeString(own.resolve("shallow"), git.id("HEAD~2").name() + "\n");
    git.commit("next", "n.txt", "n");

    try (Fetched fetched = fetch(history, "main")) {
      assertThat(fetched.tree().revision().id()).isEqualTo(git.id("main"));
    }
    assertThat(leftovers).noneMatch(Files::exists);
    assertThat(own.resolve("shallow.before")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tmp_fix", "incoming_x", "x.keep", "x.tmp", "x_tmp", "pack-x.pack"})
  void aBranchNamedLikeALeftoverKeepsItsRef(String branch) {
    git.run("branch", branch, "HEAD~3");
    fetch(History.SHALLOW, branch).close();
    assertThat(inStore("for-each-ref")).contains(branch);

    fetch(History.SHALLOW, "main").close();

    assertThat(inStore("for-each-ref")).contains(branch);
  }

  @ParameterizedTest
  @EnumSource(History.class)
  void aDamagedPackIsSetAsideAndFetchedAnew(History history) throws IOException {
    fetch(history, "main").close();
    Path pack = pack(history);
    overwrite(pack);

    assertThatThrownBy(() -> fetch(history, "main")).isInstanceOf(GitException.StoreCorrupt.class);
    try (Fetched fetched = fetch(history, "main~1")) {
      assertThat(fetched.tree().tree()).isEqualTo(git.id("main~1^{tree}"));
    }
    assertThat(siblings(pack)).anyMatch(name -> name.contains(".pack.damaged-"));
    assertThat(git.run("fsck")).isEmpty();
  }

  @Test
  void damageThatAReaderMetIsRepaired() throws IOException {
    fetch(History.FULL, "main").close();
    overwrite(pack(History.FULL));
    Path loose = storePath(History.FULL).resolve("objects/ab/" + "c".repeat(38));
    Files.createDirectories(loose.getParent());
    Files.writeString(loose, "no object");
    StoreMaintenance maintenance = store.maintenance(source(History.FULL));
    assertThat(maintenance.verify(soon()).isSound()).isFalse();

    store.repair(source(History.FULL), soon());

    assertThat(maintenance.verify(soon()).isSound()).isTrue();
    fetch(History.FULL, "main").close();
    assertThat(maintenance.verify(soon()).isSound()).isTrue();
    store.repair(source(History.SHALLOW), soon());
  }

  @Test
  void aShallowStoreThatLostItsBoundaryIsRepaired() throws IOException {
    fetch(History.SHALLOW, "main").close();
    Files.delete(storePath(History.SHALLOW).resolve("shallow"));
    git.commit("next", "n.txt", "n");

    assertThatThrownBy(() -> fetch(History.SHALLOW, "main"))
        .isInstanceOf(GitException.StoreCorrupt.class);
    try (Fetched fetched = fetch(History.SHALLOW, "main")) {
      assertThat(fetched.tree().revision().id()).isEqualTo(git.id("main"));
    }
  }

  @Test
  void aStoreThatIsNoRepositoryAnyMoreIsSetAside() throws IOException {
    fetch(History.SHALLOW, "main").close();
    Files.delete(storePath(History.SHALLOW).resolve("HEAD"));

    assertThatThrownBy(() -> fetch(History.SHALLOW, "main"))
        .isInstanceOf(GitException.StoreCorrupt.class)
        .hasMessageContaining("set aside");
    fetch(History.SHALLOW, "main").close();
    assertThat(siblings(storePath(History.SHALLOW)))
        .anyMatch(name -> name.contains(".git.damaged-"));
  }

  @Test
  void statisticsCountWhatGitCounts() {
    for (int i = 0; i < 12; i++) {
      git.commit("grow", "big.txt", manyLines(i * 20));
    }
    fetch(History.FULL, "main").close();
    new RealGit(storePath(History.FULL)).run("repack", "-adfq", "--depth=10", "--window=20");
    var maintenance = store.maintenance(source(History.FULL));

    StoreStatistics statistics = maintenance.statistics();

    String counted = new RealGit(storePath(History.FULL)).run("count-objects", "-v");
    assertThat(counted)
        .contains(
            "count: " + statistics.looseObjects(),
            "in-pack: " + statistics.packedObjects(),
            "packs: " + statistics.packs());
    assertThat(statistics.refs()).isEqualTo(1);
    assertThat(statistics.packBytes()).isPositive();
    String chains =
        new RealGit(storePath(History.FULL))
            .run("verify-pack", "-v", pack(History.FULL).toString());
    assertThat(statistics.deepestDeltaChain()).isGreaterThan(1).isEqualTo(deepestChain(chains));
  }

  @Test
  void gcKeepsWhatRefsReachAndPrunesTheRestAfterTheGrace() {
    git.run("checkout", "-q", "-b", "temporary");
    ObjectId lost = git.commit("lost", "lost.txt", "lost");
    git.run("checkout", "-q", "main");
    fetch(History.FULL, "temporary").close();
    git.run("branch", "-D", "temporary");
    git.commit("next", "n.txt", "n");
    fetch(History.FULL, "main").close();
    var maintenance = store.maintenance(source(History.FULL));
    var own = new RealGit(storePath(History.FULL));

    maintenance.gc(StoreMaintenance.DEFAULT_GRACE, soon());
    assertThat(own.run("cat-file", "-t", lost.name())).isEqualTo("commit");
    maintenance.gc(Duration.ofMinutes(-1), soon());
    maintenance.gc(Duration.ofMinutes(-1), soon());

    assertThat(own.ask(new byte[0], "cat-file", "-t", lost.name()).code()).isNotZero();
    assertThat(maintenance.statistics().packs()).isEqualTo(1);
    assertThat(maintenance.verify(soon()).isSound()).isTrue();
    fetch(History.FULL, "main").close();
  }

  @Test
  void aShallowStoreSurvivesGc() {
    fetch(History.SHALLOW, "main").close();
    var maintenance = store.maintenance(source(History.SHALLOW));

    maintenance.gc(Duration.ZERO, soon());

    assertThat(maintenance.verify(soon()).isSound()).isTrue();
    assertThat(inStore("rev-list", "--all", "--count")).isEqualTo("1");
    fetch(History.SHALLOW, "main~1").close();
  }

  @Test
  void oneWriterAtATime() throws IOException {
    fetch(History.SHALLOW, "main").close();
    var locked = new StoreDirectory(storePath(History.SHALLOW));
    var maintenance = store.maintenance(source(History.SHALLOW));

    try (StoreLock _ = locked.lock(soon())) {
      assertThatThrownBy(
              () -> maintenance.gc(Duration.ZERO, Deadline.in(CLOCK, Duration.ofSeconds(2))))
          .isInstanceOf(GitException.RepositoryUnreachable.class)
          .hasMessageContaining("another fetch or gc");
    }
    assertThat(maintenance.exists()).isTrue();
    maintenance.gc(Duration.ZERO, soon());
  }

  @Test
  void manyAtOnceAreServedOneAfterAnother() throws Exception {
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Callable<ObjectId>> fetches =
          Stream.of("main", "main~1", "feature", "v1", "main~2", "main:dir")
              .<Callable<ObjectId>>map(treeish ->
                  () -> {
                    try (Fetched fetched = fetch(History.SHALLOW, treeish)) {
                      return fetched.tree().tree();
                    }
                  })
              .toList();
      for (var result : threads.invokeAll(fetches)) {
        assertThat(git.run("cat-file", "-t", result.get().name())).isEqualTo("tree");
      }
    }
    assertThat(inStore("fsck", "--strict")).isEmpty();
  }

  @Test
  void tenantsShareNothing() {
    fetch(History.FULL, "main").close();
    var other = new ObjectStore(directory.resolve("store"), "other", CLOCK);
    Source source = source(History.FULL);

    other
        .fetch(
            source,
            Access.anonymous(),
            new Treeish("feature"),
            other.look(source, Access.anonymous(), soon()),
            soon())
        .close();

    var shared = new RealGit(directory.resolve("store/other/shared.git"));
    assertThat(shared.ask(new byte[0], "cat-file", "-e", git.id("main").name()).code()).isNotZero();
    for (String tenant : List.of("", "..", "a/b", "A", "-a")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ObjectStore(directory, tenant, CLOCK));
    }
  }

  @Test
  void spellingsOfOnePlaceAreOneSource() {
    Source plain = new Source("/srv/git/a.git", GitNamespace.none(), "-", History.FULL);

    assertThat(new Source("file:///srv//git/./x/../a.git/", GitNamespace.none(), "-", History.FULL))
        .isEqualTo(plain);
    assertThat(plain.key()).matches("[0-9a-f]{16}");
    assertThat(
            List.of(
                new Source("/srv/git/b.git", GitNamespace.none(), "-", History.FULL).key(),
                new Source("/srv/git/a.git", new GitNamespace("n"), "-", History.FULL).key(),
                new Source("/srv/git/a.git", GitNamespace.none(), "uid", History.FULL).key()))
        .doesNotContain(plain.key())
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "ssh://Host.example:22/acme/shop.git/, ssh://git@host.example/acme/shop.git, host.example",
    "ssh://me@host:2222/~/shop, ssh://me@host:2222/~/shop, host",
    "git@host:/srv/shop.git, ssh://git@host/srv/shop.git, host",
    "git@Host:acme/shop.git, git@host:acme/shop.git, host",
    "HTTPS://Host:443/a/../b, https://host/b, host",
    "git://Host:9418/a.git, git://host/a.git, host",
    "/srv/git/a.git, file:///srv/git/a.git, ''",
  })
  void aUrlHasOneSpelling(String url, String normalised, String host) {
    Source source = new Source(url, GitNamespace.none(), "-", History.FULL);

    assertThat(source.url()).isEqualTo(normalised);
    assertThat(source.host()).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "relative",
        "https://user:secret@host/x",
        "http://host/x?token=secret",
        "https://host",
        "file://host/x",
        "ssh://user:secret@h/x",
        "ssh://h",
        "ssh://h/x?secret",
        "git@h:-secret",
        "git@-oProxyCommand=secret:x",
        "-oProxyCommand=secret@h:x",
        "git@$(secret):x",
        "git@`secret`:x",
        "git@h;secret:x",
        "ssh://-oProxyCommand=secret/x",
        "ssh://git@-oProxyCommand=secret/x",
        "ssh://git@h:22;secret/x",
        "host:x",
        "ext::sh -c x",
        "git://user@h/x",
        "git://h/x%00host=secret",
        "",
        "file://user:secret@/x"
      })
  void otherUrlsAreRefusedWithoutRepeatingThem(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Source(url, GitNamespace.none(), "-", History.FULL))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Source("/x", GitNamespace.none(), " ", History.FULL));
  }

  private Fetched fetch(History history, String treeish) {
    Source source = source(history);
    return store.fetch(
        source,
        Access.anonymous(),
        new Treeish(treeish),
        store.look(source, Access.anonymous(), soon()),
        soon());
  }

  private Source source(History history) {
    return new Source("file://" + git.directory(), GitNamespace.none(), "-", history);
  }

  private static Deadline soon() {
    return Deadline.in(CLOCK, Duration.ofMinutes(1));
  }

  private Path storePath(History history) {
    String name = history == History.FULL ? "shared.git" : source(history).key() + ".git";
    return directory.resolve("store/tenant").resolve(name);
  }

  private String inStore(String... arguments) {
    return new RealGit(storePath(History.SHALLOW)).run(arguments);
  }

  private Path pack(History history) {
    try {
      return new StoreDirectory(storePath(history)).packs().getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void overwrite(Path pack) throws IOException {
    pack.toFile().setWritable(true);
    byte[] bytes = Files.readAllBytes(pack);
    Arrays.fill(bytes, 14, bytes.length - 20, (byte) 0x5a);
    Files.write(pack, bytes);
  }

  private static List<String> siblings(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path.getParent())) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }

  private Map<String, String> files() throws IOException {
    return RealGit.snapshot(directory.resolve("store"));
  }

  private static String manyLines(int changed) {
    return IntStream.range(0, 400)
        .mapToObj(
            line -> "line %d %s%n".formatted(line, line < changed ? "new " + line * 7919 : "old"))
        .collect(Collectors.joining());
  }

  private static int deepestChain(String verifyPack) {
    return verifyPack
        .lines()
        .filter(line -> line.startsWith("chain length = "))
        .mapToInt(line -> Integer.parseInt(line.replaceAll("chain length = (\\d+):.*", "$1")))
        .max()
        .orElse(0);
  }
}
