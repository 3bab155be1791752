package dev.gitexport.operator.gitexport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.git.GpgHome;
import dev.gitexport.git.RealGit;
import dev.gitexport.operator.OperatorProcess;
import dev.gitexport.test.Requires;
import dev.gitexport.test.cluster.OnCluster;
import dev.gitexport.test.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.Condition;
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

  private static final String VERIFIED = "verify: {mode: HEAD, secretRef: {name: keys}}";

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
    git = signed("shop", "alice");
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
    exports.create("shop", spec(VERIFIED));
    exports.awaitThat("shop", shop -> assertThat(conditions(shop)).contains("does not exist"));

    trust(namespace, "mallory");
    exports.awaitThat(
        "shop",
        shop ->
            assertThat(conditions(shop))
                .contains("VerificationFailed", "none of the trusted keys", "type=Stalled"));
    assertThat(String.valueOf(exports.get("shop").getStatus().source()))
        .as("seen, not exported")
        .contains("HEAD@sha1:" + git.id("HEAD").name());
    trust(namespace, "alice");
    exports.awaitReady("shop");
    assertThat(conditions(exports.get("shop")))
        .contains("is signed by alice (SSH key SHA256:", "type=SourceVerified");

    trust(namespace, "mallory");
    GitExport stalled =
        exports.awaitThat("shop", shop -> assertThat(conditions(shop)).contains("type=Stalled"));
    assertThat(stalled.getStatus().current()).isNotNull();
    assertThat(current(namespace)).hasContent("one");
  }

  @Test
  void aCommitThatNeverChangesIsVerifiedAgainWhenTheKeysChange() {
    String namespace = cluster.namespace("signed");
    GitExports exports = new GitExports(cluster, namespace);
    trust(namespace, "alice");
    exports.create("shop", spec(VERIFIED + ", treeish: " + git.id("HEAD").name()));
    GitExport served = exports.awaitReady("shop");

    trust(namespace, "mallory");
    GitExport stalled =
        exports.awaitThat("shop", shop -> assertThat(verdict(shop)).isEqualTo("False"));
    assertThat(conditions(stalled)).contains("VerificationFailed", "type=Stalled");
    assertThat(stalled.getStatus().current()).isEqualTo(served.getStatus().current());
    assertThat(current(namespace)).hasContent("one");

    trust(namespace, "alice");
    assertThat(verdict(exports.awaitReady("shop"))).isEqualTo("True");
  }

  @Test
  void aKeyThatHasExpiredSinceIsNoticedThoughNothingChanged() {
    String namespace = cluster.namespace("signed");
    GitExports exports = new GitExports(cluster, namespace);
    try (GpgHome gpg = GpgHome.make()) {
      String key = gpg.key("Brief <brief@example.com>", "ed25519", "seconds=28");
      RealGit brief = RealGit.init(directory.resolve("brief"));
      brief.run("config", "gpg.program", gpg.program());
      brief.run("config", "user.signingkey", key);
      brief.run("config", "commit.gpgsign", "true");
      brief.commit("one", "index.html", "one");
      trust(namespace, "key.asc", gpg.exported(key));
      exports.create(
          "shop", spec(brief, VERIFIED + ", interval: 1s, treeish: " + brief.id("HEAD").name()));
      GitExport served = exports.awaitReady("shop");

      GitExport stalled =
          exports.awaitThat("shop", shop -> assertThat(verdict(shop)).isEqualTo("False"));
      assertThat(conditions(stalled)).contains("is expired", "type=Stalled");
      assertThat(stalled.getStatus().current()).isEqualTo(served.getStatus().current());
    }
  }

  @Test
  void verificationThatIsAskedForLaterIsOfWhatIsPublishedToo() {
    String namespace = cluster.namespace("signed");
    GitExports exports = new GitExports(cluster, namespace);
    trust(namespace, "mallory");
    exports.create("shop", spec("treeish: " + git.id("HEAD").name()));
    exports.awaitReady("shop");

    exports.change("shop", "{\"verify\":{\"secretRef\":{\"name\":\"keys\"}}}");
    exports.awaitThat("shop", shop -> assertThat(verdict(shop)).isEqualTo("False"));
    assertThat(current(namespace)).hasContent("one");
  }

  @Test
  void aPinHoldsTheLinkOnlyToWhatATrustedKeySigned() {
    String namespace = cluster.namespace("signed");
    GitExports exports = new GitExports(cluster, namespace);
    RealGit other = signed("other", "mallory");
    other.commit("one", "index.html", "by mallory");
    exports.create("shop", spec(other, "treeish: main"));
    exports.awaitReady("shop");
    other.run("config", "user.signingkey", directory.resolve("alice").toString());
    other.commit("two", "index.html", "by alice");
    trust(namespace, "alice");
    exports.change("shop", "{\"verify\":{\"secretRef\":{\"name\":\"keys\"}}}");
    exports.awaitReady("shop");
    assertThat(current(namespace)).hasContent("by alice");

    exports.change("shop", "{\"publish\":{\"pin\":\"previous\"}}");
    exports.awaitThat("shop", shop -> assertThat(verdict(shop)).isEqualTo("False"));
    assertThat(current(namespace)).hasContent("by alice");

    trust(namespace, "mallory");
    assertThat(conditions(exports.awaitReady("shop")))
        .contains("is signed by mallory", "type=SourceVerified");
    assertThat(current(namespace)).hasContent("by mallory");
  }

  @Test
  void refsThatMovedAreToldThoughTheExportFails() {
    GitExports exports = new GitExports(cluster, cluster.namespace("refs"));
    exports.create(
        "shop", spec("treeish: no-such-branch, refspecs: ['refs/heads/*:refs/copies/*']"));

    GitExport failed =
        exports.awaitThat("shop", shop -> assertThat(conditions(shop)).contains("TreeishNotFound"));
    assertThat(String.valueOf(failed.getStatus().source()))
        .contains("ref=refs/copies/main", "update=New");
    await()
        .untilAsserted(
            () -> assertThat(exports.events("shop")).anyMatch(SignedSourceIT::tellsOfNewRefs));
    exports.change("shop", "{\"timeout\":\"3m\"}");
    exports.awaitThat(
        "shop",
        shop ->
            assertThat(shop.getStatus().observedGeneration())
                .isGreaterThan(failed.getStatus().observedGeneration()));
    assertThat(exports.get("shop").getStatus().source())
        .as("another try that fails")
        .isEqualTo(failed.getStatus().source());
  }

  @Test
  void refsAreFetchedAndToldByStatusAndAnEvent() {
    GitExports exports = new GitExports(cluster, cluster.namespace("refs"));
    exports.create("shop", spec("refspecs: ['refs/heads/*:refs/copies/*']"));

    exports.awaitReady("shop");

    assertThat(String.valueOf(exports.get("shop").getStatus().source()))
        .contains("ref=refs/copies/main", "update=New");
    await()
        .untilAsserted(
            () -> assertThat(exports.events("shop")).anyMatch(SignedSourceIT::tellsOfNewRefs));
  }

  private static boolean tellsOfNewRefs(String event) {
    return event.startsWith("Normal RefsUpdated New refs/copies/main at ");
  }

  private static String conditions(GitExport resource) {
    return resource.getStatus() == null ? "" : resource.getStatus().conditions().toString();
  }

  private static String verdict(GitExport resource) {
    return GitExports.condition(resource, "SourceVerified").map(Condition::getStatus).orElse("");
  }

  private static Path current(String namespace) {
    return directory.resolve("volume").resolve(namespace).resolve("shop/current/index.html");
  }

  private static RealGit signed(String name, String signer) {
    RealGit made = RealGit.init(directory.resolve(name));
    made.run("config", "gpg.format", "ssh");
    made.run("config", "user.signingkey", directory.resolve(signer).toString());
    made.run("config", "commit.gpgsign", "true");
    return made;
  }

  private String spec(String more) {
    return spec(git, more);
  }

  private static String spec(RealGit git, String more) {
    String interval = more.contains("interval:") ? "" : "interval: 1h, ";
    return "{repository: 'file://%s', %s%s}".formatted(git.directory(), interval, more);
  }

  private void trust(String namespace, String owner) {
    try {
      trust(namespace, "team.sshpub", Files.readString(directory.resolve(owner + ".pub")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void trust(String namespace, String file, String keys) {
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName("keys")
            .withNamespace(namespace)
            .endMetadata()
            .addToStringData(file, keys)
            .build();
    cluster.admin().resource(secret).forceConflicts().serverSideApply();
  }
}
