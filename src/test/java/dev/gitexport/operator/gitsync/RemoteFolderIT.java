package dev.gitexport.operator.gitsync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.git.GitHttpServer;
import dev.gitexport.git.RealGit;
import dev.gitexport.operator.OperatorProcess;
import dev.gitexport.test.cluster.OnCluster;
import dev.gitexport.test.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

  private final TestCluster cluster;
  @TempDir private static Path directory = Path.of("");
  private OperatorProcess operator;
  private GitHttpServer server;
  private RealGit remote;

  RemoteFolderIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void start() {
    remote = RealGit.init(directory.resolve("projects/content.git"));
    remote.run("config", "core.bare", "true");
    remote.run("config", "http.receivepack", "true");
    server = GitHttpServer.start(directory.resolve("server"), directory.resolve("projects"));
    operator =
        OperatorProcess.start(
            cluster,
            directory,
            Map.of(
                "GITEXPORT_SOURCES_SCHEMES",
                "https",
                "GITEXPORT_SOURCES_ALLOWED_HOSTS",
                "localhost"));
  }

  @AfterAll
  void stop() {
    if (operator != null) {
      assertThat(operator.terminate()).as(operator.log()).isIn(0, 143);
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aFolderIsPushedWithASecretAsSoonAsItIsRight() throws IOException {
    String namespace = cluster.namespace("remote");
    GitSyncs syncs = new GitSyncs(cluster, namespace);
    Path folder = directory.resolve("volume").resolve(namespace).resolve("content");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("page.html"), "page");
    syncs.create(
        "content",
        "{repository: '%s', branch: live, volume: {path: content}, secretRef: {name: git}, interval: 1h}"
            .formatted(server.url("basic", "content.git/.git")));
    syncs.awaitThat("content", it -> assertThat(message(it)).contains("does not exist"));

    cluster.admin().resource(secret(namespace, "wr0ng")).create();
    syncs.awaitThat("content", it -> assertThat(message(it)).contains("HTTP 401"));
    cluster.admin().resource(secret(namespace, "s3cret")).forceConflicts().serverSideApply();

    syncs.awaitReady("content");
    assertThat(remote.run("show", "live:page.html")).isEqualTo("page");
    assertThat(operator.log()).doesNotContain("wr0ng", "s3cret");
  }

  @Test
  void aProtectedBranchIsExplainedAndPushedToOnceItIsOpen() throws IOException {
    String namespace = cluster.namespace("remote");
    GitSyncs syncs = new GitSyncs(cluster, namespace);
    Path hook = remote.directory().resolve(".git/hooks/pre-receive");
    Files.createDirectories(hook.resolveSibling(""));
    Files.writeString(hook, "#!/bin/sh\nread old new ref\n[ $ref != refs/heads/closed ]\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    cluster.admin().resource(secret(namespace, "s3cret")).create();
    Path folder = directory.resolve("volume").resolve(namespace).resolve("content");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("page.html"), "page");
    syncs.create(
        "content",
        "{repository: '%s', branch: closed, volume: {path: content}, secretRef: {name: git}, interval: 1s}"
            .formatted(server.url("basic", "content.git/.git")));

    syncs.awaitReason("content", "PushRefused");
    assertThat(GitSyncs.types(syncs.get("content")))
        .containsExactly("Ready", "PushFailed", "Stalled");
    assertThat(folder.resolve("page.html")).hasContent("page");
    Files.delete(hook);

    syncs.awaitReady("content");
    Awaitility.await()
        .untilAsserted(() -> assertThat(remote.run("show", "closed:page.html")).isEqualTo("page"));
  }

  private static String message(dev.gitexport.api.v1alpha1.GitSync resource) {
    return resource.getStatus() == null ? "" : resource.getStatus().conditions().toString();
  }

  private Secret secret(String namespace, String password) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName("git")
        .withNamespace(namespace)
        .endMetadata()
        .addToStringData("username", "git")
        .addToStringData("password", password)
        .addToStringData("ca.crt", server.pem("ca.crt"))
        .build();
  }
}
