package dev.gitexport.operator.gitexport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.api.v1alpha1.GitExportStatus.CurrentExport;
import dev.gitexport.git.RealGit;
import dev.gitexport.operator.OperatorProcess;
import dev.gitexport.test.cluster.OnCluster;
import dev.gitexport.test.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnCluster
@TestInstance(Lifecycle.PER_CLASS)
final class GitExportReconcilerIT {

  private final TestCluster cluster;
  @TempDir private static Path directory = Path.of("");
  private OperatorProcess operator;
  private String namespace = "";
  private GitExports exports;
  private RealGit git;

  GitExportReconcilerIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void startOperator() {
    operator = OperatorProcess.start(cluster, directory, Map.of());
  }

  @AfterAll
  void stopOperator() {
    assertThat(operator.terminate()).as(operator.log()).isIn(0, 143);
  }

  @BeforeEach
  void makeRepository() {
    namespace = cluster.namespace("gitexport");
    exports = new GitExports(cluster, namespace);
    git = RealGit.init(directory.resolve("git").resolve(namespace));
    git.commit("one", "index.html", "one", "logo.svg", "<svg/>");
  }

  @Test
  void aResourceIsExportedAndSaysWhere() throws IOException {
    create("shop");

    GitExport shop = exports.awaitReady("shop");

    var current = current(shop);
    assertThat(current.revision()).isEqualTo("main@sha1:" + git.id("main").name());
    assertThat(current.path()).isEqualTo(namespace + "/shop/exports/" + current.id());
    assertThat(target("shop").resolve("current/index.html")).hasContent("one");
    assertThat(Files.readSymbolicLink(target("shop").resolve("current")))
        .hasToString("exports/" + current.id());
    assertThat(shop.getStatus().exportCount()).isEqualTo(1);
    assertThat(types(shop)).containsExactly("Ready");
    assertThat(shop.getMetadata().getFinalizers()).isEmpty();
  }

  @Test
  void aPushIsExportedWhenAskedForAndSharesFiles() throws IOException {
    create("shop");
    exports.awaitReady("shop");
    git.commit("two", "index.html", "two");

    exports.annotate("shop", "gitexport.dev/requestedAt", "1");

    GitExport shop =
        exports.awaitThat(
            "shop",
            resource -> assertThat(current(resource).revision()).endsWith(git.id("main").name()));
    assertThat(shop.getStatus().lastHandledReconcileAt()).isEqualTo("1");
    assertThat(target("shop").resolve("current/index.html")).hasContent("two");
    assertThat(Files.getAttribute(target("shop").resolve("current/logo.svg"), "unix:nlink"))
        .isEqualTo(2);
    assertThat(shop.getStatus().exports())
        .extracting(export -> export.phase().name())
        .containsExactly("PUBLISHED", "SUPERSEDED");
    assertThat(shop.getStatus().storage()).extracting("method").isEqualTo("Hardlink");
  }

  /// Whatever becomes of the resource: ready and looked at, ready for good, failed.
  @ParameterizedTest
  @ValueSource(strings = {"main", "a full commit id", "nowhere"})
  void whatIsAskedForWhileAStatusIsWrittenIsNotForgotten(String treeish) {
    String wanted = treeish.contains(" ") ? git.id("main").name() : treeish;
    exports.create("shop", spec().replace("main", wanted));
    exports.awaitThat("shop", it -> assertThat(it.getStatus().observedGeneration()).isEqualTo(1));

    for (int round = 0; round < 30; round++) {
      String last = "";
      for (int i = 0; i < 4 + round % 9; i++) {
        last = "round%02d-%02d".formatted(round, i);
        exports.annotate("shop", "gitexport.dev/requestedAt", last);
      }
      String asked = last;
      exports.awaitThat(
          "shop", shop -> assertThat(shop.getStatus().lastHandledReconcileAt()).isEqualTo(asked));
    }
  }

  @Test
  void aPushIsExportedAtTheInterval() {
    create("shop");
    exports.awaitReady("shop");
    exports.change("shop", "{\"interval\":\"1s\"}");
    git.commit("two", "index.html", "two");

    exports.awaitThat(
        "shop", _ -> assertThat(target("shop").resolve("current/index.html")).hasContent("two"));
  }

  @Test
  void nothingNewWritesNothing() {
    exports.create("shop", spec().replace("1h", "1s"));
    String version = exports.awaitReady("shop").getMetadata().getResourceVersion();

    Awaitility.await()
        .during(Duration.ofSeconds(4))
        .untilAsserted(() ->
            assertThat(exports.get("shop").getMetadata().getResourceVersion()).isEqualTo(version));
  }

  @Test
  void aFullCommitIdIsNotLookedForAgain() throws IOException {
    String commit = git.id("main").name();
    exports.create("shop", spec().replace("main, interval: 1h", commit + ", interval: 1s"));
    String version = exports.awaitReady("shop").getMetadata().getResourceVersion();

    Files.move(git.directory(), git.directory().resolveSibling(namespace + "-away"));

    Awaitility.await()
        .during(Duration.ofSeconds(4))
        .untilAsserted(() ->
            assertThat(exports.get("shop").getMetadata().getResourceVersion()).isEqualTo(version));
  }

  @Test
  void anotherTreeishIsAnotherExportAndTheOldOneARollback() {
    git.run("branch", "stable");
    git.commit("two", "index.html", "two");
    create("shop");
    String second = current(exports.awaitReady("shop")).id();

    exports.change("shop", "{\"treeish\":\"stable\"}");
    String first = current(exports.awaitReady("shop")).id();
    exports.change("shop", "{\"treeish\":\"main\"}");
    GitExport back = exports.awaitReady("shop");

    assertThat(first).isNotEqualTo(second);
    assertThat(current(back).id()).isEqualTo(second);
    assertThat(back.getStatus().exportCount()).isEqualTo(2);
    assertThat(target("shop").resolve("current/index.html")).hasContent("two");
  }

  @Test
  void aPinHoldsTheLinkUntilItIsTakenAway() {
    create("shop");
    String first = current(exports.awaitReady("shop")).id();
    git.commit("two", "index.html", "two");
    exports.annotate("shop", "reconcile.fluxcd.io/requestedAt", "2");
    exports.awaitThat("shop", it -> assertThat(current(it).id()).isNotEqualTo(first));

    exports.change("shop", "{\"publish\":{\"pin\":\"previous\"}}");
    GitExport pinned = exports.awaitReady("shop");

    assertThat(current(pinned).id()).isEqualTo(first);
    assertThat(pinned.getStatus().pinned()).isEqualTo(first);
    assertThat(GitExports.condition(pinned, "Ready").orElseThrow().getReason()).isEqualTo("Pinned");

    exports.change("shop", "{\"publish\":{\"pin\":null}}");

    assertThat(current(exports.awaitReady("shop")).id()).isNotEqualTo(first);
    assertThat(target("shop").resolve("current/index.html")).hasContent("two");
  }

  @Test
  void whatRetentionLetsGoIsDeletedAfterStatusForgotIt() {
    exports.create("shop", spec().replace("{minAge: 0s}", "{minAge: 0s, count: 2}"));
    exports.awaitReady("shop");
    for (int i = 2; i <= 4; i++) {
      String commit = git.commit("release " + i, "index.html", "release " + i).name();
      exports.annotate("shop", "gitexport.dev/requestedAt", "release" + i);
      exports.awaitThat("shop", it -> assertThat(current(it).revision()).endsWith(commit));
    }

    exports.awaitThat(
        "shop",
        it -> {
          assertThat(it.getStatus().exports()).hasSize(2);
          assertThat(names(target("shop").resolve("exports"))).hasSize(2);
        });
  }

  @Test
  void aSuspendedResourceIsLeftAloneUntilItIsResumed() {
    create("shop");
    String first = current(exports.awaitReady("shop")).id();
    exports.change("shop", "{\"suspend\":true}");
    exports.awaitThat("shop", it -> assertThat(it.getStatus().observedGeneration()).isEqualTo(2));
    String commit = git.commit("two", "index.html", "two").name();
    exports.annotate("shop", "gitexport.dev/requestedAt", "now");
    exports.awaitThat(
        "shop", it -> assertThat(it.getStatus().lastHandledReconcileAt()).isEqualTo("now"));
    assertThat(current(exports.get("shop")).id()).isEqualTo(first);

    exports.change("shop", "{\"suspend\":false}");

    exports.awaitThat("shop", it -> assertThat(current(it).revision()).endsWith(commit));
  }

  @Test
  void aMissingTreeishIsNamedAndWhatIsPublishedStays() {
    create("shop");
    var published = exports.awaitReady("shop").getStatus();

    exports.change("shop", "{\"treeish\":\"nowhere\",\"interval\":\"1s\"}");
    GitExport failed =
        exports.awaitThat(
            "shop", it -> assertThat(ready(it).getReason()).isEqualTo("TreeishNotFound"));

    assertThat(ready(failed).getStatus()).isEqualTo("False");
    assertThat(ready(failed).getMessage()).contains("nowhere");
    assertThat(types(failed)).containsExactly("Ready", "Reconciling");
    assertThat(failed.getStatus().current()).isEqualTo(published.current());
    assertThat(failed.getStatus().exports()).isEqualTo(published.exports());

    git.run("branch", "nowhere");

    assertThat(types(exports.awaitReady("shop"))).containsExactly("Ready");
  }

  @Test
  void anUnreachableRepositoryIsTriedAgain() throws IOException {
    Path away = git.directory().resolveSibling(namespace + "-away");
    Files.move(git.directory(), away);
    create("shop");
    GitExport failed =
        exports.awaitThat("shop", it -> assertThat(ready(it).getReason()).isEqualTo("FetchFailed"));
    assertThat(types(failed)).containsExactly("Ready", "FetchFailed", "Reconciling");

    Files.move(away, git.directory());

    assertThat(types(exports.awaitReady("shop"))).containsExactly("Ready");
  }

  @Test
  void aSchemeThatIsNotAllowedIsRefusedForGood() {
    exports.create("shop", "{repository: 'https://git.example.com/shop.git'}");

    GitExport refused =
        exports.awaitThat("shop", it -> assertThat(ready(it).getReason()).isEqualTo("InvalidSpec"));

    assertThat(ready(refused).getMessage()).contains("'https' is not allowed");
    assertThat(types(refused)).containsExactly("Ready", "Stalled");
  }

  @Test
  void somebodyElsesDirectoryIsNotTouched() throws IOException {
    Path foreign = target("shop").resolve("data.txt");
    Files.createDirectories(target("shop"));
    Files.writeString(foreign, "mine");
    create("shop");

    GitExport refused =
        exports.awaitThat("shop", it -> assertThat(ready(it).getStatus()).isEqualTo("False"));

    assertThat(types(refused)).containsExactly("Ready", "Stalled");
    assertThat(ready(refused).getMessage()).contains("data.txt");
    assertThat(foreign).hasContent("mine");
  }

  @Test
  void anotherClustersTargetIsTakenOverOnlyByName() throws IOException {
    create("shop");
    exports.awaitReady("shop");
    Path owner = target("shop").resolve(".gitexport/owner.json");
    String uid = exports.get("shop").getMetadata().getUid();
    Files.writeString(
        owner, Files.readString(owner).replace("default", "east").replace(uid, "e-1"));
    exports.annotate("shop", "gitexport.dev/requestedAt", "1");
    exports.awaitThat("shop", it -> assertThat(ready(it).getReason()).isEqualTo("PathNotOwned"));

    exports.annotate("shop", "gitexport.dev/adopt", "e-1");

    exports.awaitReady("shop");
    assertThat(owner).content().contains(uid);
  }

  @Test
  void aResourceMadeAgainFollowsItselfAndKeepsItsExports() {
    create("shop");
    String first = current(exports.awaitReady("shop")).id();
    exports.delete("shop");
    Awaitility.await().until(() -> !exports.exists("shop"));
    assertThat(target("shop").resolve("current/index.html")).hasContent("one");

    create("shop");

    assertThat(current(exports.awaitReady("shop")).id()).isEqualTo(first);
  }

  @Test
  void deletionDeletesTheTargetWhereThatIsThePolicy() {
    exports.create("shop", spec().replace("1h", "1h, deletionPolicy: Delete"));
    assertThat(exports.awaitReady("shop").getMetadata().getFinalizers()).hasSize(1);

    exports.delete("shop");

    Awaitility.await().until(() -> !exports.exists("shop"));
    assertThat(target("shop")).doesNotExist();
  }

  @Test
  void thePolicyMayBecomeRetainAgain() {
    exports.create("shop", spec().replace("1h", "1h, deletionPolicy: Delete"));
    exports.awaitReady("shop");

    exports.change("shop", "{\"deletionPolicy\":\"Retain\"}");
    exports.awaitThat("shop", it -> assertThat(it.getMetadata().getFinalizers()).isEmpty());
    exports.delete("shop");

    Awaitility.await().until(() -> !exports.exists("shop"));
    assertThat(target("shop").resolve("current/index.html")).hasContent("one");
  }

  @Test
  void aLostStatusIsReadFromTheVolume() {
    create("shop");
    var status = exports.awaitReady("shop").getStatus();

    exports.loseStatus("shop");

    exports.awaitThat(
        "shop",
        it -> {
          assertThat(it.getStatus()).isNotNull();
          assertThat(it.getStatus().exports()).isEqualTo(status.exports());
          assertThat(it.getStatus().current()).isEqualTo(status.current());
        });
  }

  @Test
  void whatHappenedIsToldByEvents() {
    create("shop");
    exports.awaitReady("shop");
    exports.change("shop", "{\"treeish\":\"nowhere\",\"interval\":\"1s\"}");

    Awaitility.await()
        .untilAsserted(() ->
            assertThat(exports.events("shop"))
                .hasSize(2)
                .anyMatch(event ->
                    event.startsWith("Normal Published main@sha1:")
                        && event.endsWith("2 files, 0 of them shared, 9 bytes written"))
                .anyMatch(event -> event.startsWith("Warning TreeishNotFound ")));
  }

  @Test
  void whatHappenedIsCounted() {
    create("shop");
    exports.awaitReady("shop");
    exports.create("gone", "{repository: 'file:///nowhere'}");
    exports.awaitThat("gone", it -> assertThat(ready(it).getReason()).isEqualTo("FetchFailed"));

    Awaitility.await()
        .untilAsserted(() ->
            assertThat(operator.metrics())
                .contains("gitexport_publications_total{outcome=\"published\"}")
                .contains("gitexport_files_total{how=\"linked\"}")
                .contains("gitexport_bytes_total{how=\"written\"}")
                .contains("gitexport_failures_total{reason=\"FetchFailed\"}")
                .contains("gitexport_step_duration_seconds_count{step=\"stage\"}"));
  }

  @Test
  void theSpecIsNeverWritten() {
    exports.create("shop", spec().replace("1h", "1h, deletionPolicy: Delete"));

    GitExport shop = exports.awaitReady("shop");

    assertThat(shop.getMetadata().getGeneration()).isEqualTo(1);
    assertThat(shop.getMetadata().getManagedFields())
        .filteredOn(fields -> fields.getManager().equals("gitexport"))
        .allSatisfy(fields -> assertThat(fields.getFieldsV1().toString()).doesNotContain("f:spec"));
  }

  private void create(String name) {
    exports.create(name, spec());
  }

  private String spec() {
    return "{repository: 'file://%s', treeish: main, interval: 1h, retention: {minAge: 0s}}"
        .formatted(git.directory());
  }

  private Path target(String name) {
    return directory.resolve("volume").resolve(namespace).resolve(name);
  }

  private static List<String> names(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static CurrentExport current(GitExport resource) {
    return Objects.requireNonNull(resource.getStatus().current());
  }

  private static Condition ready(GitExport resource) {
    return GitExports.condition(resource, "Ready").orElseThrow();
  }

  private static List<String> types(GitExport resource) {
    return resource.getStatus().conditions().stream().map(Condition::getType).toList();
  }
}
