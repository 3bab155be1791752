package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against git's own server behind nginx.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpSourceIT {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final Credentials NOBODY = new Credentials.None();

  @TempDir static Path directory;

  private RealGit git;
  private GitHttpServer server;
  private ObjectStore store;

  @BeforeAll
  void serve() {
    git = RealGit.init(directory.resolve("projects/shop"));
    for (int i = 1; i <= 6; i++) {
      git.commit("commit " + i, "a.txt", "content " + i, "dir/b.txt", "b");
    }
    git.run("branch", "feature", "HEAD~1");
    git.run("config", "http.receivepack", "true");
    server = GitHttpServer.start(directory.resolve("server"), directory.resolve("projects"));
    store = new ObjectStore(directory.resolve("store"), "tenant", CLOCK);
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @EnumSource(History.class)
  void fetchesATreeish(History history) throws IOException {
    Source source = source(server.url("open", "shop/.git"), history);
    for (String treeish : List.of("main", "feature:dir", "main~3", git.id("HEAD~2").name())) {
      try (Fetched fetched = fetch(source, access(NOBODY), treeish);
          ObjectReader reader = fetched.source().newObjectReader()) {
        String asTree = treeish.contains(":") ? treeish : treeish + "^{tree}";
        assertThat(fetched.tree().tree()).as(treeish).isEqualTo(git.id(asTree));
        assertThat(reader.has(fetched.tree().tree())).isTrue();
      }
    }
  }

  @Test
  void fetchesTheWantedCommitOnly() {
    Source source = source(server.plainUrl("open", "shop/.git"), History.SHALLOW);

    fetch(source, Access.anonymous(), "main").close();

    var stored = git.in(directory.resolve("store/tenant/%s.git".formatted(source.key())));
    assertThat(stored.run("rev-list", "--all", "--count")).isEqualTo("1");
  }

  @ParameterizedTest
  @EnumSource(History.class)
  void whereNothingIsNewOneRequestTellsSo(History history) {
    Source source = source(server.plainUrl("open", "shop/.git"), history);
    fetch(source, Access.anonymous(), "main").close();
    int before = server.requests().size();

    fetch(source, Access.anonymous(), "main").close();
    fetch(source, Access.anonymous(), "main").close();

    assertThat(server.requests().stream().skip(before))
        .hasSize(2)
        .allMatch(line -> line.contains("GET /open/shop/.git/info/refs?service=git-upload-pack"));
  }

  @Test
  void aShallowRemoteIsLookedAtAndFetched() throws IOException {
    git.run("clone", "-q", "--bare", "--depth=2", "file://" + git.directory(), "../cut.git");
    Source source = source(server.plainUrl("open", "cut.git"), History.SHALLOW);

    try (Fetched fetched = fetch(source, Access.anonymous(), "main")) {
      assertThat(fetched.tree().revision().id()).isEqualTo(git.id("main"));
    }
  }

  @Test
  void anIdentityIsNoCredentialForHttp() {
    Access ssh = SshServer.access("s3cret", "", "");

    assertThatThrownBy(() -> store.look(source(server.url("open", "shop/.git")), ssh, soon()))
        .isInstanceOf(GitException.AuthenticationFailed.class)
        .hasMessageContaining("an identity is for ssh")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void provesWhoAsks() {
    var basic = new Credentials.Basic("git", "s3cret");
    var bearer = new Credentials.Bearer("t0ken");
    var certified =
        new Access(
            NOBODY,
            new Trust(server.pem("ca.crt"), server.pem("client.crt"), server.pem("client.key")),
            Network.open());

    fetch(source(server.url("basic", "shop/.git")), access(basic), "main").close();
    fetch(source(server.url("bearer", "shop/.git")), access(bearer), "main").close();
    fetch(source(server.url("mutual", "shop/.git")), certified, "main").close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic", "bearer", "mutual"})
  void whoProvesNothingIsRefused(String place) {
    Source source = source(server.url(place, "shop/.git"));

    assertThatThrownBy(() -> store.look(source, access(NOBODY), soon()))
        .isInstanceOf(GitException.AuthenticationFailed.class)
        .hasMessageContaining(source.url())
        .hasMessageContaining("Give credentials");
    assertThatThrownBy(
            () -> store.look(source, access(new Credentials.Basic("git", "wr0ng")), soon()))
        .isInstanceOf(GitException.AuthenticationFailed.class)
        .hasMessageContaining("these credentials")
        .hasMessageNotContaining("wr0ng");
  }

  @Test
  void believesNobodyButTheGivenAuthority() {
    Source source = source(server.url("open", "shop/.git"));

    assertThatThrownBy(() -> store.look(source, Access.anonymous(), soon()))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining(source.url());
  }

  @Test
  void aRedirectOnTheSameHostIsFollowed() {
    Source source = source(server.url("moved", "shop/.git"));

    fetch(source, access(new Credentials.Basic("git", "s3cret")), "main").close();
  }

  @Test
  void whatIsNotThereIsSaidSo() {
    assertThatThrownBy(
            () -> store.look(source(server.url("open", "none.git")), access(NOBODY), soon()))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("no such repository");
  }

  @Test
  void anInnerAddressIsConnectedToWhereAllowedOnly() {
    Source source = source(server.plainUrl("open", "shop/.git"));
    int before = server.requests().size();

    assertThatThrownBy(() ->
            store.look(source, Access.anonymous(Network.guarded(Set.of(), List.of())), soon()))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("gitexport.sources.allowed-networks");
    assertThat(server.requests()).hasSize(before);
    var allowed = Network.guarded(Set.of("localhost"), List.of());
    assertThat(store.look(source, Access.anonymous(allowed), soon()).isEmpty()).isFalse();
  }

  @Test
  void aPackThatIsTooLargeIsCutOff() {
    Source source = source(server.plainUrl("open", "shop/.git"), History.FULL);
    RemoteRefs look = store.look(source, Access.anonymous(), soon());
    Access little = Access.anonymous(Network.open().upTo(200));
    var other = new ObjectStore(directory.resolve("other"), "tenant", CLOCK);

    assertThatThrownBy(() -> other.fetch(source, little, new Treeish("main"), look, soon()))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("gitexport.sources.max-pack-size");
    other.fetch(source, Access.anonymous(), new Treeish("main"), look, soon()).close();
  }

  private Access access(Credentials credentials) {
    return new Access(credentials, new Trust(server.pem("ca.crt"), "", ""), Network.open());
  }

  private Fetched fetch(Source source, Access access, String treeish) {
    return store.fetch(
        source, access, new Treeish(treeish), store.look(source, access, soon()), soon());
  }

  private static Source source(String url) {
    return source(url, History.SHALLOW);
  }

  private static Source source(String url, History history) {
    return new Source(url, GitNamespace.none(), "-", history);
  }

  private static Deadline soon() {
    return Deadline.in(CLOCK, Duration.ofMinutes(1));
  }
}
