package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefspecsTest {

  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir Path directory;

  private RealGit git;
  private ObjectStore store;

  @BeforeEach
  void makeRemote() {
    git = RealGit.init(directory.resolve("remote"));
    for (int i = 1; i <= 3; i++) {
      git.commit("commit " + i, "a.txt", "content " + i);
    }
    git.run("branch", "release/1.x", "HEAD~1");
    git.run("branch", "wip/x", "HEAD~2");
    git.run("tag", "-a", "v1", "-m", "one", "HEAD~2");
    store = new ObjectStore(directory.resolve("store"), "tenant", CLOCK);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "refs/*/a*:refs/x/*|two '*' on one side",
        "refs/heads/*:refs/*/*|two '*' on one side",
        "refs/heads/*:refs/heads/main|on one side only",
        "refs/heads/main:refs/heads/*|on one side only",
        "^refs/heads/a:refs/heads/b|no ':'",
        "^0123456789012345678901234567890123456789|not an object",
        "+|names nothing",
        "refs/heads/a..b|no name",
        "main:refs/heads/x.lock|no name",
        "^refs/heads/*|something has to be named",
      })
  void whatGitRefusesIsRefusedWithTheReason(String text, String why) {
    assertThatThrownBy(() -> Refspecs.parse(List.of(text)))
        .isInstanceOf(InvalidRefspec.class)
        .hasMessageContainingAll(text, why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "+refs/heads/*:refs/heads/*|refs/heads/main refs/heads/release/1.x refs/heads/wip/x",
        "refs/heads/*:refs/mirror/*/head|refs/mirror/main/head refs/mirror/release/1.x/head refs/mirror/wip/x/head",
        "refs/heads/re*.x:refs/kept/*|refs/kept/lease/1",
        "refs/heads/* ^refs/heads/wip/*|refs/heads/main refs/heads/release/1.x",
        "refs/heads/* ^main ^wip/x|refs/heads/release/1.x",
        "main:copy v1:tags/one main|refs/heads/copy refs/heads/main refs/tags/one",
        ":refs/x/head @:heads/at HEAD|refs/HEAD refs/heads/at refs/x/head",
        "refs/nothing/*|''",
      })
  void refsAreKeptWhereTheRefspecsSay(String specs, String refs) {
    List<FetchedRef> fetched = fetch(specs.split(" "));

    assertThat(fetched.stream().map(FetchedRef::ref).sorted().toList())
        .isEqualTo(refs.isEmpty() ? List.of() : List.of(refs.split(" ")));
    assertThat(fetched).allMatch(ref -> ref.update() == FetchedRef.Update.NEW);
    for (FetchedRef ref : fetched) {
      assertThat(kept().run("rev-parse", prefix() + ref.ref())).isEqualTo(ref.after());
      assertThat(git.id(ref.source()).name()).isEqualTo(ref.after());
    }
    assertThat(kept().run("fsck", "--strict")).isEmpty();
  }

  @Test
  void whatWouldLoseCommitsIsReportedAndLeftUnlessForced() {
    String before = git.id("main").name();
    fetch("refs/heads/*", "refs/tags/*", "+main:forced");
    git.run("reset", "-q", "--hard", "HEAD~1");
    git.commit("rewritten", "b.txt", "b");
    git.run("tag", "-f", "-a", "v1", "-m", "moved", "HEAD");
    git.run("branch", "-f", "wip/x", "release/1.x");

    List<FetchedRef> fetched = fetch("refs/heads/*", "refs/tags/*", "+main:forced");

    assertThat(fetched)
        .extracting(FetchedRef::ref, FetchedRef::update)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("refs/heads/main", FetchedRef.Update.REJECTED),
            org.assertj.core.groups.Tuple.tuple("refs/heads/forced", FetchedRef.Update.FORCED),
            org.assertj.core.groups.Tuple.tuple("refs/tags/v1", FetchedRef.Update.REJECTED),
            org.assertj.core.groups.Tuple.tuple("refs/heads/wip/x", FetchedRef.Update.UPDATED),
            org.assertj.core.groups.Tuple.tuple(
                "refs/heads/release/1.x", FetchedRef.Update.UNCHANGED));
    assertThat(kept().run("rev-parse", prefix() + "refs/heads/main")).isEqualTo(before);
    assertThat(kept().run("rev-parse", prefix() + "refs/heads/forced"))
        .isEqualTo(git.id("main").name());
    assertThat(fetch("release/1.x").getFirst().update()).isEqualTo(FetchedRef.Update.UNCHANGED);
  }

  @Test
  void anExactIdIsFetchedWhenItIsTheSourcesOwn() {
    String id = git.id("main~1").name();

    FetchedRef fetched = fetch(id + ":refs/pinned/one").getFirst();

    assertThat(fetched.ref()).isEqualTo("refs/pinned/one");
    assertThat(fetch(id).getFirst().ref()).isEqualTo("refs/commits/" + id);
    var fork = RealGit.init(directory.resolve("other"));
    fork.commit("other", "o.txt", "o");
    Source other = source(fork);
    assertThatThrownBy(() -> fetch(other, id))
        .isInstanceOf(GitException.TreeishNotFound.class)
        .hasMessageContainingAll(id, "none of the refs");
    assertThatThrownBy(() -> fetch("0000000000000000000000000000000000000001"))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("0000000000000000000000000000000000000001");
  }

  @Test
  void aRefThatIsNotThereAndTwoRefsInOnePlaceAreNamed() {
    assertThatThrownBy(() -> fetch("nowhere"))
        .isInstanceOf(GitException.TreeishNotFound.class)
        .hasMessageContaining("nowhere");
    assertThatThrownBy(() -> fetch("main:x", "wip/x:x"))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContainingAll("refs/heads/main", "refs/heads/wip/x", "refs/heads/x");
  }

  @Test
  void aTreeishFetchOfTheSameSourceLeavesThemAlone() {
    fetch("refs/heads/*:refs/mirror/*");
    Source source = source(git);
    RemoteRefs look = store.look(source, Access.anonymous(), soon());

    try (Fetched fetched =
        store.fetch(source, Access.anonymous(), new Treeish("main"), look, soon())) {
      assertThat(fetched.tree().revision().id()).isEqualTo(git.id("main"));
    }

    assertThat(kept().run("rev-parse", prefix() + "refs/mirror/main"))
        .isEqualTo(git.id("main").name());
  }

  private List<FetchedRef> fetch(String... refspecs) {
    return fetch(source(git), refspecs);
  }

  private List<FetchedRef> fetch(Source source, String... refspecs) {
    RemoteRefs look = store.look(source, Access.anonymous(), soon());
    return store.fetchRefs(Access.anonymous(), Refspecs.parse(List.of(refspecs)), look, soon());
  }

  private static Source source(RealGit remote) {
    return new Source("file://" + remote.directory(), GitNamespace.none(), "-", History.FULL);
  }

  private String prefix() {
    return "refs/namespaces/%s/refs/namespaces/fetched/".formatted(source(git).key());
  }

  private RealGit kept() {
    return new RealGit(directory.resolve("store/tenant/shared.git"));
  }

  private static Deadline soon() {
    return Deadline.in(CLOCK, Duration.ofMinutes(1));
  }
}
