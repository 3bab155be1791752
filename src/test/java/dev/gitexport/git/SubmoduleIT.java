package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Submodules behind nginx, with a password.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubmoduleIT {

  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir static Path directory;

  private RealGit shop;
  private ObjectId lib;
  private GitHttpServer server;
  private ObjectStore store;

  @BeforeAll
  void serve() {
    lib = RealGit.init(directory.resolve("projects/lib")).commit("lib", "a.txt", "a");
    shop = RealGit.init(directory.resolve("projects/shop"));
    shop.commit("shop", "index.html", "shop");
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
  @ValueSource(strings = {"../../lib/.git", "./../../lib/.git/", "@BASE@/lib/.git"})
  void isFetchedAtItsCommitWithTheSameCredentials(String url) throws IOException {
    gitlink(url.replace("@BASE@", server.url("basic", "").replaceFirst("/$", "")), "lib", lib);

    try (Superproject project = open()) {
      Gitlink link = link(project, "lib", lib);
      project.bring(link);

      ResolvedTree tree = project.submodule(link).orElseThrow();
      assertThat(tree.revision().id()).isEqualTo(lib);
      try (ObjectReader reader = project.newObjectReader()) {
        assertThat(reader.has(tree.tree(), Constants.OBJ_TREE)).isTrue();
        assertThat(reader.has(shop.id("main^{tree}"), Constants.OBJ_TREE)).isTrue();
        assertThat(reader.has(ObjectId.zeroId())).isFalse();
      }
    }
    Source source = source(server.url("basic", "lib/.git"));
    assertThat(directory.resolve("store/tenant").resolve(source.key() + ".git")).isDirectory();
  }

  @Test
  void anotherHostIsNeverAsked() throws IOException {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders());
          exchange.close();
        });
    other.start();
    try {
      int port = other.getAddress().getPort();
      for (String url :
          List.of(
              "http://localhost:%d/lib.git".formatted(port),
              "https://localhost:%d/lib.git".formatted(port),
              "../../../../localhost:%d/lib.git".formatted(port))) {
        gitlink(url, "lib", lib);
        assertThatThrownBy(() -> bring("lib", lib))
            .as(url)
            .isInstanceOf(GitException.ContentRefused.class)
            .hasMessageStartingWith("Submodule 'lib': ")
            .hasMessageNotContaining("s3cret");
      }
    } finally {
      other.stop(0);
    }
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ext::sh -c touch% /tmp/pwned",
        "-u./payload",
        "--upload-pack=touch /tmp/pwned",
        "file:///etc",
        "/etc",
        "git://localhost/lib",
        "ssh://git@localhost/lib.git",
        "git@localhost:lib.git",
        "https://git:s3cret@localhost/lib.git",
        "../../../../../../../..",
        "https://",
        "a b"
      })
  void aUrlThatLeadsElsewhereIsRefused(String url) {
    gitlink(url, "lib", lib);

    assertThatThrownBy(() -> bring("lib", lib))
        .isInstanceOf(GitException.ContentRefused.class)
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../evil", "a/../../b", "/abs", "a//b", "", "..", "c\\d"})
  void aNameThatLeadsElsewhereIsRefused(String name) {
    modules(
        "[submodule \"%s\"]\n\tpath = lib\n\turl = ../../lib/.git\n\tupdate = !touch /tmp/pwned\n"
            .formatted(name.replace("\\", "\\\\")));

    assertThatThrownBy(() -> bring("lib", lib)).isInstanceOf(GitException.ContentRefused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[submodule \"lib",
        "[submodule \"lib\"]\n\tpath = ../lib\n\turl = ../../lib/.git\n",
        "[submodule \"lib\"]\n\tpath = lib\n",
        "[include]\n\tpath = /etc/passwd\n"
      })
  void whatSaysNothingOfThePathIsRefused(String text) {
    modules(text);

    assertThatThrownBy(() -> bring("lib", lib))
        .isInstanceOf(GitException.ContentRefused.class)
        .hasMessageContaining(".gitmodules");
  }

  @Test
  void aHugeGitmodulesIsNotRead() {
    modules("#".repeat((1 << 20) + 1));

    assertThatThrownBy(() -> bring("lib", lib))
        .isInstanceOf(GitException.ContentRefused.class)
        .hasMessageContaining("bytes");
  }

  @Test
  void aGitmodulesThatIsASymlinkIsNotFollowed() throws IOException {
    Path file = directory.resolve("projects/shop/.gitmodules");
    shop.write("modules", "[submodule \"m\"]\n\tpath = lib\n\turl = ../../lib/.git\n");
    Files.deleteIfExists(file);
    Files.createSymbolicLink(file, Path.of("modules"));
    shop.commit("symlink");

    assertThatThrownBy(() -> bring("lib", lib))
        .isInstanceOf(GitException.ContentRefused.class)
        .hasMessageContaining("no entry of .gitmodules");
    Files.delete(file);
  }

  @Test
  void aMissingCommitOrRepositoryNamesThePath() {
    ObjectId missing = ObjectId.fromString("1234567890".repeat(4));
    gitlink("../../lib/.git", "lib", missing);
    assertThatThrownBy(() -> bring("lib", missing))
        .isInstanceOf(GitException.TreeishNotFound.class)
        .hasMessageStartingWith("Submodule 'lib': ")
        .hasMessageContaining(missing.name());

    gitlink("../../none.git", "lib", lib);
    assertThatThrownBy(() -> bring("lib", lib))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageStartingWith("Submodule 'lib': ");
  }

  @Test
  void submodulesInsideEachOtherEndAtTen() {
    ObjectId inner = lib;
    for (int i = 1; i <= 10; i++) {
      RealGit git = RealGit.init(directory.resolve("projects/level" + i));
      String url = i == 1 ? "../../lib/.git" : "../../level%d/.git".formatted(i - 1);
      inner = gitlink(git, url, "sub", inner);
    }
    gitlink("../../level10/.git", "sub", inner);

    try (Superproject project = open()) {
      Gitlink link = link(project, "sub", inner);
      for (int i = 9; i >= 0; i--) {
        project.bring(link);
        link = inside(project, link, i);
      }
      Gitlink eleventh = link;
      assertThatThrownBy(() -> project.bring(eleventh))
          .isInstanceOf(GitException.ContentRefused.class)
          .hasMessageStartingWith("Submodule 'sub/sub/sub/sub/sub/sub/sub/sub/sub/sub/sub': ")
          .hasMessageContaining("more than 10");
    }
  }

  @Test
  void aThousandSubmodulesAreEnough() {
    gitlink("../../lib/.git", "lib", lib);
    Source source = source(server.url("basic", "shop/.git"));
    Source library = source(server.url("basic", "lib/.git"));
    RemoteRefs look = store.look(library, access(), soon());

    try (var project =
        Superproject.fetched(
            fetch(source, new Treeish("main")).source(),
            source,
            (from, treeish) -> store.fetch(from, access(), treeish, look, soon()),
            this::lfs)) {
      ResolvedTree tree = project.resolve(new Treeish("main"));
      for (int i = 0; i < 1000; i++) {
        project.bring(new Gitlink(tree, "" + i, i + "/lib", lib));
      }
      var last = new Gitlink(tree, "1000", "1000/lib", lib);
      assertThatThrownBy(() -> project.bring(last))
          .isInstanceOf(GitException.ContentRefused.class)
          .hasMessageStartingWith("Submodule '1000/lib': ")
          .hasMessageContaining("more than 1000");
    }
  }

  @Test
  void aRepositoryThatIsFetchedFromThisMachineFollowsNone() {
    Source file = source("file://" + shop.directory());
    var submodules = new RemoteSubmodules(file, (_, _) -> failing(), this::lfs);

    for (String url : List.of("../lib", "file:///etc", "/etc")) {
      assertThatThrownBy(() -> submodules.open("lib", url, lib))
          .isInstanceOf(GitException.ContentRefused.class)
          .hasMessageContaining("Name the clone's path");
    }
  }

  @Test
  void anotherUserOfTheSameSshHostIsAnotherPlace() {
    Source ssh = source("git@git.example.com:shop.git");
    var submodules = new RemoteSubmodules(ssh, (source, _) -> asked(source), this::lfs);

    assertThatThrownBy(() -> submodules.open("lib", "../lib.git", lib))
        .hasMessage("git@git.example.com:lib.git");
    assertThatThrownBy(() -> submodules.open("lib", "ssh://git@git.example.com/lib.git", lib))
        .hasMessage("ssh://git@git.example.com/lib.git");
    assertThatThrownBy(() -> submodules.open("lib", "root@git.example.com:lib.git", lib))
        .isInstanceOf(GitException.ContentRefused.class);
    assertThatThrownBy(() -> submodules.open("lib", "../../lib.git", lib))
        .isInstanceOf(GitException.ContentRefused.class);
  }

  private static Fetched failing() {
    throw new IllegalStateException("nothing is to be fetched");
  }

  private static Fetched asked(Source source) {
    throw new IllegalStateException(source.url());
  }

  private static Gitlink inside(Superproject project, Gitlink link, int left) {
    ResolvedTree tree = project.submodule(link).orElseThrow();
    if (left == 0) {
      // What would be next is of no matter: the depth is.
      return new Gitlink(tree, link.path(), link.path() + "/sub", ObjectId.zeroId());
    }
    try (ObjectReader reader = project.newObjectReader();
        var walk = org.eclipse.jgit.treewalk.TreeWalk.forPath(reader, "sub", tree.tree())) {
      return new Gitlink(tree, link.path(), link.path() + "/sub", walk.getObjectId(0));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void bring(String path, ObjectId commit) {
    try (Superproject project = open()) {
      project.bring(link(project, path, commit));
    }
  }

  private static Gitlink link(Superproject project, String path, ObjectId commit) {
    return new Gitlink(project.resolve(new Treeish("main")), "", path, commit);
  }

  private Superproject open() {
    Source source = source(server.url("basic", "shop/.git"));
    return Superproject.fetched(
        fetch(source, new Treeish("main")).source(), source, this::fetch, this::lfs);
  }

  private LfsOrigin lfs(Source source) {
    return store.lfs(source, Access.anonymous(), SubmoduleIT::soon);
  }

  private Fetched fetch(Source source, Treeish treeish) {
    RemoteRefs look = store.look(source, access(), soon());
    return store.fetch(source, access(), treeish, look, soon());
  }

  private Access access() {
    return new Access(
        new Credentials.Basic("git", "s3cret"),
        new Trust(server.pem("ca.crt"), "", ""),
        Network.open());
  }

  private static Source source(String url) {
    return new Source(url, GitNamespace.none(), "-", History.SHALLOW);
  }

  private static Deadline soon() {
    return Deadline.in(CLOCK, Duration.ofMinutes(1));
  }

  private void gitlink(String url, String path, ObjectId commit) {
    gitlink(shop, url, path, commit);
  }

  private static ObjectId gitlink(RealGit git, String url, String path, ObjectId commit) {
    git.write(
        ".gitmodules", "[submodule \"m\"]\n\tpath = %s\n\turl = \"%s\"\n".formatted(path, url));
    git.run("add", ".gitmodules");
    git.run("update-index", "--add", "--cacheinfo", "160000," + commit.name() + "," + path);
    git.run("commit", "-q", "-m", "gitlink");
    return git.id("HEAD");
  }

  private void modules(String text) {
    shop.write(".gitmodules", text);
    shop.run("add", ".gitmodules");
    shop.run("commit", "-q", "-m", "modules");
  }
}
