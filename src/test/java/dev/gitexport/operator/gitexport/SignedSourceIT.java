package dev.gitexport.operator.gitexport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.git.RealGit;
import dev.gitexport.operator.OperatorProcess;
import dev.gitexport.test.Requires;
import dev.gitexport.test.cluster.OnCluster;
import dev.gitexport.test.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// The operator, an API server and a repository whose commits are signed.
@OnCluster
@TestInstance(Lifecycle.PER_CLASS)
final class SignedSourceIT {

  private final TestCluster cluster;
  @TempDir private static Path directory = Path.of("");
  private OperatorProcess operator;
  private RealGit git = new RealGit(directory);

  SignedSourceIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void start() throws Exception {
    Requires.program("ssh-keygen");
    for (String name : List.of("alice", "mallory")) {
      var keygen =
          new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", name)
              .directory(directory.toFile())
              .start();
      assertThat(keygen.waitFor()).isZero();
    }
    git = RealGit.init(directory.resolve("shop"));
    git.run("config", "gpg.format", "ssh");
    git.run("config", "user.signingkey", directory.resolve("alice").toString());
    git.run("config", "commit.gpgsign", "true");
    git.commit("one", "index.html", "one");
    operator =
        OperatorProcess.start(cluster, directory, Map.of("GITEXPORT_SOURCES_SCHEMES", "file"));
  }

  @AfterAll
  void stop() {
    if (operator != null) {
      assertThat(operator.terminate()).as(operator.log()).isIn(0, 143);
    }
  }

  @Test
  void onlyWhatATrustedKeySignedIsExportedAndANewKeyIsTrustedAtOnce() {
    String namespace = cluster.namespace("signed");
    GitExports exports = new GitExports(cluster, namespace);
    exports.create("shop", spec("verify: {mode: HEAD, secretRef: {name: keys}}"));
    exports.awaitThat("shop", shop -> assertThat(conditions(shop)).contains("does not exist"));

    cluster.admin().resource(keys(namespace, "mallory")).create();
    exports.awaitThat(
        "shop",
        shop ->
            assertThat(conditions(shop))
                .contains("VerificationFailed", "none of the trusted keys", "type=Stalled"));
    cluster.admin().resource(keys(namespace, "alice")).forceConflicts().serverSideApply();
    exports.awaitReady("shop");
    assertThat(conditions(exports.get("shop")))
        .contains("is signed by alice (SSH key SHA256:", "type=SourceVerified");

    cluster.admin().resource(keys(namespace, "mallory")).forceConflicts().serverSideApply();
    GitExport stalled =
        exports.awaitThat("shop", shop -> assertThat(conditions(shop)).contains("type=Stalled"));
    assertThat(stalled.getStatus().current()).isNotNull();
    assertThat(directory.resolve("volume").resolve(namespace).resolve("shop/current/index.html"))
        .hasContent("one");
  }

  @Test
  void aCommitThatNeverChangesIsVerifiedAgainByNewKeys() {
    String namespace = cluster.namespace("fixed");
    GitExports exports = new GitExports(cluster, namespace);
    cluster.admin().resource(keys(namespace, "alice")).create();
    exports.create(
        "shop",
        spec(
            "treeish: %s, verify: {mode: HEAD, secretRef: {name: keys}}"
                .formatted(git.run("rev-parse", "HEAD").strip())));
    exports.awaitReady("shop");

    cluster.admin().resource(keys(namespace, "mallory")).forceConflicts().serverSideApply();
    exports.awaitThat(
        "shop",
        shop ->
            assertThat(conditions(shop))
                .contains("VerificationFailed", "none of the trusted keys", "type=Stalled"));

    cluster.admin().resource(keys(namespace, "alice")).forceConflicts().serverSideApply();
    exports.awaitReady("shop");
    assertThat(conditions(exports.get("shop"))).contains("is signed by alice (SSH key SHA256:");
  }

  @Test
  void refsAreFetchedAndToldByStatusAndAnEvent() {
    GitExports exports = new GitExports(cluster, cluster.namespace("refs"));
    exports.create("shop", spec("refspecs: ['refs/heads/*:refs/copies/*']"));

    exports.awaitReady("shop");

    assertThat(String.valueOf(exports.get("shop").getStatus().source()))
        .contains("ref=refs/copies/main", "update=New");
    await()
        .untilAsserted(() ->
            assertThat(exports.events("shop"))
                .anyMatch(
                    event -> event.startsWith("Normal RefsUpdated New refs/copies/main at ")));
  }

  private static String conditions(GitExport resource) {
    return resource.getStatus() == null ? "" : resource.getStatus().conditions().toString();
  }

  private String spec(String more) {
    return "{repository: 'file://%s', interval: 1h, %s}".formatted(git.directory(), more);
  }

  private static Secret keys(String namespace, String owner) {
    try {
      return new SecretBuilder()
          .withNewMetadata()
          .withName("keys")
          .withNamespace(namespace)
          .endMetadata()
          .addToStringData("team.sshpub", Files.readString(directory.resolve(owner + ".pub")))
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
