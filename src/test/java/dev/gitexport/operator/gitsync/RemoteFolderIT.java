package dev.gitexport.operator.gitsync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.git.RealGit;
import dev.gitexport.operator.RemoteSite;
import dev.gitexport.operator.gitexport.GitExports;
import dev.gitexport.test.cluster.OnCluster;
import dev.gitexport.test.cluster.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// The operator, an API server and a git server that takes pushes.
@OnCluster
@TestInstance(Lifecycle.PER_CLASS)
final class RemoteFolderIT {

  private static final int TESTS = 3;

  private final TestCluster cluster;
  @TempDir private static Path directory = Path.of("");

  /// One for each test. Resources elsewhere, whose servers are gone, would wait for the one
  /// connection too.
  private final List<String> namespaces = new ArrayList<>();

  private RemoteSite site;
  private RealGit remote;

  RemoteFolderIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void start() {
    remote = RealGit.init(directory.resolve("projects/content.git"));
    remote.run("config", "core.bare", "true");
    remote.run("config", "http.receivepack", "true");
    for (int i = 0; i < TESTS; i++) {
      namespaces.add(cluster.namespace("remote"));
    }
    site =
        RemoteSite.start(
            cluster,
            directory,
            Map.of(
                "GITEXPORT_SOURCES_CONNECTIONS_PER_HOST",
                "1",
                "GITEXPORT_NAMESPACES",
                String.join(",", namespaces)));
  }

  @AfterAll
  void stop() {
    if (site != null) {
      site.close();
    }
  }

  @Test
  void aFolderIsPushedWithASecretAsSoonAsItIsRight() throws IOException {
    String namespace = namespaces.removeFirst();
    GitSyncs syncs = new GitSyncs(cluster, namespace);
    Path folder = directory.resolve("volume").resolve(namespace).resolve("content");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("page.html"), "page");
    syncs.create(
        "content",
        "{repository: '%s', branch: live, volume: {path: content}, secretRef: {name: git}, interval: 1h}"
            .formatted(site.server().url("basic", "content.git/.git")));
    syncs.awaitMessage("content", "does not exist");

    site.putSecret(namespace, "wr0ng");
    syncs.awaitMessage("content", "HTTP 401");
    site.putSecret(namespace, "s3cret");

    syncs.awaitReady("content");
    assertThat(remote.run("show", "live:page.html")).isEqualTo("page");
    assertThat(site.operator().log()).doesNotContain("wr0ng", "s3cret");
  }

  @Test
  void aProtectedBranchIsExplainedAndPushedToOnceItIsOpen() throws IOException {
    String namespace = namespaces.removeFirst();
    GitSyncs syncs = new GitSyncs(cluster, namespace);
    Path hook = hook("read old new ref; [ $ref != refs/heads/closed ]");
    site.putSecret(namespace, "s3cret");
    Path folder = directory.resolve("volume").resolve(namespace).resolve("content");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("page.html"), "page");
    syncs.create(
        "content",
        "{repository: '%s', branch: closed, volume: {path: content}, secretRef: {name: git}, interval: 1s}"
            .formatted(site.server().url("basic", "content.git/.git")));

    syncs.awaitReason("content", "PushRefused");
    assertThat(GitSyncs.types(syncs.get("content")))
        .containsExactly("Ready", "PushFailed", "Stalled");
    assertThat(folder.resolve("page.html")).hasContent("page");
    Files.delete(hook);

    syncs.awaitReady("content");
    Awaitility.await()
        .untilAsserted(() -> assertThat(remote.run("show", "closed:page.html")).isEqualTo("page"));
  }

  /// Kinds share the limit: it is the server that is to be spared.
  @Test
  void aHostIsAskedByNoMoreResourcesAtATimeThanTheLimit() throws IOException {
    String namespace = namespaces.removeFirst();
    GitSyncs syncs = new GitSyncs(cluster, namespace);
    GitExports exports = new GitExports(cluster, namespace);
    RealGit other = RealGit.init(directory.resolve("projects/other"));
    other.run("config", "http.receivepack", "true");
    other.commit("one", "index.html", "one");
    Path hold = Files.createFile(directory.resolve("hold"));
    Path reached = directory.resolve("reached");
    Path hook = hook("touch '%s'; while [ -e '%s' ]; do sleep 0.1; done".formatted(reached, hold));
    site.putSecret(namespace, "s3cret");
    Path folder = directory.resolve("volume").resolve(namespace).resolve("first");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("page.html"), "page");
    syncs.create("first", spec("content.git/.git", "branch: held, volume: {path: first}"));
    Awaitility.await().untilAsserted(() -> assertThat(reached).exists());

    syncs.create("second", spec("other/.git", "branch: live, volume: {path: second}"));
    exports.create("third", spec("other/.git", "treeish: main"));

    Awaitility.await()
        .during(Duration.ofSeconds(3))
        .untilAsserted(() ->
            assertThat(site.server().requests()).noneMatch(request -> request.contains("/other/")));
    Files.delete(hold);
    syncs.awaitReady("first");
    syncs.awaitReady("second");
    exports.awaitReady("third");
    assertThat(site.server().requests()).anyMatch(request -> request.contains("/other/"));
    Files.delete(hook);
  }

  private String spec(String repository, String more) {
    return "{repository: '%s', secretRef: {name: git}, %s}"
        .formatted(site.server().url("basic", repository), more);
  }

  private Path hook(String commands) throws IOException {
    Path hook = remote.directory().resolve(".git/hooks/pre-receive");
    Files.createDirectories(hook.resolveSibling(""));
    Files.writeString(hook, "#!/bin/sh\n" + commands + "\n");
    return Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
