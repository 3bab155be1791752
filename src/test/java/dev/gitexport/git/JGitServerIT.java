package dev.gitexport.git;

import static dev.gitexport.git.LfsSamples.link;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gitexport.test.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eclipse.jgit.lib.ObjectReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Against JGit's own servers, which are Gerrit's and others'.
class JGitServerIT {

  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir Path directory;
  private RealGit git;
  private JGitServer server;
  private ObjectStore store;

  @BeforeEach
  void serve() throws Exception {
    git = RealGit.init(directory.resolve("projects/shop.git"));
    git.commit("one", "a.txt", "content 1", "dir/b.txt", "b");
    git.commit("two", "a.txt", "content 2");
    git.run("branch", "feature", "HEAD~1");
    server =
        JGitServer.start(
            directory.resolve("projects"),
            Files.createDirectory(directory.resolve("objects")),
            "shop.git");
    store = new ObjectStore(directory.resolve("store"), "tenant", CLOCK);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(History.class)
  void fetchesATreeish(History history) throws IOException {
    for (String treeish : List.of("main", "feature:dir", "main~1", git.id("HEAD~1").name())) {
      try (Fetched fetched = fetch(source("git/shop.git", history), treeish);
          ObjectReader reader = fetched.source().newObjectReader()) {
        String asTree = treeish.contains(":") ? treeish : treeish + "^{tree}";
        assertThat(fetched.tree().tree()).as(treeish).isEqualTo(git.id(asTree));
        assertThat(reader.has(fetched.tree().tree())).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(History.class)
  void whereNothingIsNewOneRequestTellsSo(History history) {
    fetch(source("git/shop.git", history), "main").close();
    await().until(() -> server.requests().size() > 1);
    int before = server.requests().size();

    fetch(source("git/shop.git", history), "main").close();

    await()
        .untilAsserted(() ->
            assertThat(server.requests().subList(before, server.requests().size()))
                .singleElement()
                .asString()
                .contains("/info/refs?service=git-upload-pack"));
  }

  @Test
  void whatIsNotThereIsRefused() {
    assertThatThrownBy(() -> fetch(source("git/other.git", History.SHALLOW), "main"))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("there is no such repository");
  }

  @Test
  void fetchesLfsObjectsThatGitLfsPushed() {
    Requires.program("git-lfs");
    byte[] content = "content\n".repeat(100_000).getBytes(UTF_8);
    git.run("lfs", "install", "--local");
    git.run("remote", "add", "origin", server.url("git/shop.git"));
    git.run("config", "lfs.url", server.url("git/shop.git/info/lfs"));
    git.commit(
        "three", ".gitattributes", "*.bin filter=lfs\n", "a.bin", new String(content, UTF_8));
    git.run("lfs", "push", "--all", "origin");
    byte[] blob = git.run("cat-file", "blob", "HEAD:a.bin").getBytes(UTF_8);
    LfsPointer pointer = LfsPointer.parse(blob).orElseThrow();
    LfsOrigin origin =
        store.lfs(source("git/shop.git", History.SHALLOW), Access.anonymous(), JGitServerIT::soon);

    origin.fetch(List.of(link(pointer)));

    assertThat(origin.find(pointer).orElseThrow().file()).hasBinaryContent(content);
  }

  private Fetched fetch(Source source, String treeish) {
    Access access = Access.anonymous();
    return store.fetch(
        source, access, new Treeish(treeish), store.look(source, access, soon()), soon());
  }

  private Source source(String path, History history) {
    return new Source(server.url(path), GitNamespace.none(), "-", history);
  }

  private static Deadline soon() {
    return Deadline.in(CLOCK, Duration.ofMinutes(1));
  }
}
