package dev.gitexport.operator.gitsync;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitexport.api.v1alpha1.GitSync;
import dev.gitexport.git.RealGit;
import dev.gitexport.operator.OperatorProcess;
import dev.gitexport.operator.gitexport.GitExports;
import dev.gitexport.test.cluster.OnCluster;
import dev.gitexport.test.cluster.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
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
final class GitSyncReconcilerIT {

  private final TestCluster cluster;
  @TempDir private static Path directory = Path.of("");
  private OperatorProcess operator;
  private String namespace = "";
  private GitSyncs syncs;
  private RealGit git;

  GitSyncReconcilerIT(TestCluster cluster) {
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

  /// A bare repository, and a clone that somebody else works in.
  @BeforeEach
  void makeRepository() {
    namespace = cluster.namespace("gitsync");
    syncs = new GitSyncs(cluster, namespace);
    Path place = directory.resolve("git").resolve(namespace);
    RealGit.init(place).run("init", "-q", "--bare", "origin.git");
    git = RealGit.init(place.resolve("desk"));
    git.run("remote", "add", "origin", place.resolve("origin.git").toString());
    git.commit("one", "index.html", "one", "logo.svg", "<svg/>");
    git.run("push", "-q", "origin", "HEAD:live");
  }

  @Test
  void anEmptyFolderIsFilledFromTheBranch() throws IOException {
    syncs.create("content", spec(""));

    GitSync content = syncs.awaitReady("content");

    assertThat(folder().resolve("index.html")).hasContent("one");
    assertThat(names(folder())).containsExactlyInAnyOrder("index.html", "logo.svg");
    assertThat(content.getStatus().remoteRevision()).isEqualTo("live@sha1:" + live());
    assertThat(content.getStatus().lastCommit()).isEqualTo("sha1:" + live());
    assertThat(GitSyncs.types(content)).containsExactly("Ready");
    assertThat(content.getMetadata().getFinalizers()).isEmpty();
    assertThat(Files.getPosixFilePermissions(tenant().resolve(".gitsync")))
        .isEqualTo(fromString("rwx------"));
  }

  @Test
  void whatChangesInTheFolderIsACommitOnTheBranch() throws IOException {
    syncs.create(
        "content",
        spec("commit: {author: {name: volume-bot, email: bot@example.com}}")
            .replace("quietPeriod: 0s", "quietPeriod: 10m"));
    syncs.awaitReady("content");
    Files.writeString(folder().resolve("index.html"), "two");
    Files.writeString(folder().resolve("page.html"), "new");
    Files.delete(folder().resolve("logo.svg"));

    syncs.annotate("content", "gitexport.dev/requestedAt", "1");

    GitSync content =
        syncs.awaitThat(
            "content", it -> assertThat(it.getStatus().lastHandledReconcileAt()).isEqualTo("1"));
    assertThat(content.getStatus().remoteRevision()).isEqualTo("live@sha1:" + live());
    assertThat(content.getStatus().lastPushTime()).isNotEmpty();
    assertThat(origin("log", "-1", "--format=%s|%an <%ae>|%cn", "live"))
        .isEqualTo(
            namespace
                + "/content: 1 added, 1 modified, 1 deleted|volume-bot <bot@example.com>|volume-bot");
    assertThat(origin("ls-tree", "-r", "--name-only", "live")).isEqualTo("index.html\npage.html");
    await()
        .untilAsserted(() ->
            assertThat(syncs.events("content"))
                .anyMatch(
                    event -> event.startsWith("Normal Pushed live@sha1:" + live() + ": 1 added")));
    await()
        .untilAsserted(() ->
            assertThat(operator.metrics())
                .contains("gitexport_syncs_total{outcome=\"pushed\"}")
                .contains("resource_kind=\"GitSync\",resource_name=\"content\""));
  }

  @Test
  void whatOthersPushReachesTheFolderAtTheInterval() {
    syncs.create("content", spec("interval: 1s"));
    syncs.awaitReady("content");
    git.commit("two", "index.html", "two");
    git.run("push", "-q", "origin", "HEAD:live");

    GitSync content =
        syncs.awaitThat(
            "content", _ -> assertThat(folder().resolve("index.html")).hasContent("two"));

    syncs.awaitThat(
        "content",
        it -> assertThat(it.getStatus().remoteRevision()).isEqualTo("live@sha1:" + live()));
    assertThat(content.getStatus().lastPushTime()).isEmpty();
  }

  @Test
  void nothingNewWritesNothing() {
    syncs.create("content", spec("interval: 1s"));
    syncs.awaitReady("content");
    String version = syncs.get("content").getMetadata().getResourceVersion();
    String commit = live();

    await()
        .during(Duration.ofSeconds(4))
        .untilAsserted(() ->
            assertThat(syncs.get("content").getMetadata().getResourceVersion()).isEqualTo(version));
    assertThat(live()).isEqualTo(commit);
  }

  @Test
  void twoFoldersOfOneBranchGetEachOthersChanges() throws IOException {
    syncs.create("content", spec("interval: 1s"));
    syncs.awaitReady("content");
    syncs.create("other", spec("other", "interval: 1s"));
    syncs.awaitReady("other");

    Files.writeString(folder().resolve("a.txt"), "from the first");
    Files.writeString(tenant().resolve("other/b.txt"), "from the second");

    syncs.awaitThat(
        "other", _ -> assertThat(tenant().resolve("other/a.txt")).hasContent("from the first"));
    syncs.awaitThat(
        "content", _ -> assertThat(folder().resolve("b.txt")).hasContent("from the second"));
    assertThat(origin("rev-list", "--merges", "--count", "live")).isEqualTo("0");
  }

  @Test
  void aConflictIsReportedAndSettledByMakingBothSidesTheSame() throws IOException {
    diverge("Report");

    syncs.awaitReason("content", "Conflicted");

    GitSync content = syncs.get("content");
    var conflict = Objects.requireNonNull(content.getStatus().conflict());
    assertThat(GitSyncs.types(content)).containsExactly("Ready", "Conflicted", "Stalled");
    assertThat(conflict.paths()).containsExactly("index.html");
    assertThat(conflict.theirs()).isEqualTo("sha1:" + live());
    assertThat(folder().resolve("index.html")).hasContent("ours");
    assertThat(origin("show", "live:index.html")).isEqualTo("theirs");

    Files.writeString(folder().resolve("index.html"), "theirs");

    GitSync settled = syncs.awaitReady("content");
    assertThat(settled.getStatus().conflict()).isNull();
    assertThat(GitSyncs.types(settled)).containsExactly("Ready");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ours", "Theirs", "Branch"})
  void aPolicySettlesAConflictAndStatusNamesWhatLost(String policy) throws IOException {
    diverge(policy);

    GitSync content =
        syncs.awaitThat("content", it -> assertThat(it.getStatus().lost()).hasSize(1));

    String winner = policy.equals("Ours") ? "ours" : "theirs";
    String loser = policy.equals("Ours") ? "theirs" : "ours";
    assertThat(origin("show", "live:index.html")).isEqualTo(winner);
    assertThat(folder().resolve("index.html")).hasContent(winner);
    String lost = content.getStatus().lost().getFirst();
    String kept =
        policy.equals("Branch")
            ? origin("show", lost + ":index.html")
            : git.in(tenant().resolve(".gitsync/content/repo.git"))
                .run("show", lost + ":index.html");
    assertThat(kept).isEqualTo(loser);
    assertThat(lost)
        .startsWith(
            policy.equals("Branch")
                ? "refs/heads/gitsync/" + namespace + "/content/"
                : "refs/gitsync/lost/");
    syncs.awaitReady("content");
  }

  @Test
  void aServerThatIsAwayIsWaitedForAndThenGetsEverything() throws IOException {
    syncs.create("content", spec("interval: 1s"));
    syncs.awaitReady("content");
    Path away = origin().resolveSibling("away.git");
    Files.move(origin(), away);
    Files.writeString(folder().resolve("index.html"), "while away");
    syncs.awaitReason("content", "FetchFailed");
    assertThat(GitSyncs.types(syncs.get("content")))
        .containsExactly("Ready", "FetchFailed", "Reconciling");

    Files.move(away, origin());

    syncs.awaitReady("content");
    assertThat(origin("show", "live:index.html")).isEqualTo("while away");
  }

  @Test
  void commitsThatWereNotPushedBeforeARestartArePushedAfterIt() throws IOException {
    syncs.create("content", spec("interval: 1s"));
    syncs.awaitReady("content");
    Path away = origin().resolveSibling("away.git");
    Files.move(origin(), away);
    put("index.html", "before the restart");
    RealGit state = git.in(tenant().resolve(".gitsync/content/repo.git"));
    await().until(() -> state.run("log", "-1", "--format=%s", "live").contains("1 modified"));

    operator.close();
    operator = OperatorProcess.start(cluster, directory, Map.of());
    Files.move(away, origin());

    syncs.awaitReady("content");
    await()
        .untilAsserted(
            () -> assertThat(origin("show", "live:index.html")).isEqualTo("before the restart"));
    assertThat(origin("rev-list", "--count", "live")).isEqualTo("2");
  }

  @Test
  void aFolderWithContentIsOnlyJoinedWhenThatIsSaid() throws IOException {
    Files.createDirectories(folder());
    Files.writeString(folder().resolve("own.txt"), "own");
    syncs.create("content", spec("interval: 1s"));
    assertThat(syncs.awaitReason("content", "TargetNotEmpty").getMessage())
        .contains("initialise: Adopt");

    syncs.change("content", "{\"initialise\":\"Adopt\"}");

    syncs.awaitReady("content");
    assertThat(names(folder())).containsExactlyInAnyOrder("index.html", "logo.svg", "own.txt");
    assertThat(origin("show", "live:own.txt")).isEqualTo("own");
  }

  @Test
  void aMissingBranchOfAnEmptyRepositoryIsMadeFromTheFolder() throws IOException {
    git.run("push", "-q", "origin", ":live");
    Files.createDirectories(folder());
    Files.writeString(folder().resolve("first.txt"), "first");

    syncs.create("content", spec(""));

    syncs.awaitReady("content");
    assertThat(origin("show", "live:first.txt")).isEqualTo("first");
  }

  @Test
  void aBranchWithoutHistoryIsAlwaysOneCommit() throws IOException {
    syncs.create("content", spec("interval: 1s, keepHistory: false"));
    syncs.awaitReady("content");
    Files.writeString(folder().resolve("index.html"), "two");

    await().untilAsserted(() -> assertThat(origin("show", "live:index.html")).isEqualTo("two"));

    assertThat(origin("rev-list", "--count", "live")).isEqualTo("1");
  }

  @Test
  void aFolderThatLostItsFilesDeletesNothingUntilThatIsAllowedOnce() throws IOException {
    syncs.create("content", spec("interval: 1s"));
    syncs.awaitReady("content");
    whileSuspended(() -> {
      Files.delete(folder().resolve("index.html"));
      Files.delete(folder().resolve("logo.svg"));
    });
    assertThat(syncs.awaitReason("content", "GuardTripped").getMessage()).contains("deletions");
    assertThat(origin("ls-tree", "--name-only", "live")).isEqualTo("index.html\nlogo.svg");

    syncs.annotate("content", "gitexport.dev/release", "deletions");

    GitSync content = syncs.awaitReady("content");
    assertThat(origin("ls-tree", "--name-only", "live")).isEmpty();
    assertThat(content.getStatus().lastHandledRelease()).isEqualTo("deletions");

    Files.writeString(folder().resolve("again.txt"), "again");
    await().until(() -> origin("ls-tree", "--name-only", "live").equals("again.txt"));
    Files.delete(folder().resolve("again.txt"));
    syncs.awaitReason("content", "GuardTripped");
    syncs.annotate("content", "gitexport.dev/release", "deletions@2");
    syncs.awaitReady("content");
    assertThat(origin("ls-tree", "--name-only", "live")).isEmpty();
  }

  @Test
  void aSecretIsHeldBackAndNamedWhileAllElseIsPushed() throws IOException {
    syncs.create("content", spec("interval: 1s"));
    syncs.awaitReady("content");
    Files.writeString(folder().resolve("page.html"), "page");
    put("id", "-----BEGIN RSA PRIVATE KEY-----\n");

    GitSync content =
        syncs.awaitThat(
            "content", it -> assertThat(GitSyncs.condition(it, "HeldBack")).isPresent());
    assertThat(content.getStatus().heldBack().getFirst().path()).isEqualTo("id");
    assertThat(GitSyncs.condition(content, "Ready").orElseThrow().getStatus()).isEqualTo("True");
    assertThat(origin("ls-tree", "--name-only", "live"))
        .isEqualTo("index.html\nlogo.svg\npage.html");

    syncs.annotate("content", "gitexport.dev/release", "secrets");

    syncs.awaitThat("content", it -> assertThat(GitSyncs.types(it)).containsExactly("Ready"));
    assertThat(origin("ls-tree", "--name-only", "live")).contains("id");
  }

  @Test
  void aGuardThatDoesNotExistIsNamed() {
    syncs.create("content", spec(""));
    syncs.awaitReady("content");

    syncs.annotate("content", "gitexport.dev/release", "everything");

    assertThat(syncs.awaitReason("content", "InvalidSpec").getMessage())
        .contains("'everything' is no guard");
    syncs.annotate("content", "gitexport.dev/release", "");
    syncs.awaitReady("content");
  }

  @Test
  void aSuspendedResourceIsLeftAloneUntilItIsResumed() throws IOException {
    syncs.create("content", spec("interval: 1s"));
    syncs.awaitReady("content");
    syncs.change("content", "{\"suspend\":true}");
    syncs.awaitThat("content", it -> assertThat(it.getStatus().observedGeneration()).isEqualTo(2));
    Files.writeString(folder().resolve("index.html"), "two");
    syncs.annotate("content", "gitexport.dev/requestedAt", "now");
    syncs.awaitThat(
        "content", it -> assertThat(it.getStatus().lastHandledReconcileAt()).isEqualTo("now"));
    assertThat(origin("show", "live:index.html")).isEqualTo("one");

    syncs.change("content", "{\"suspend\":false}");

    await().untilAsserted(() -> assertThat(origin("show", "live:index.html")).isEqualTo("two"));
  }

  @Test
  void deletionKeepsTheFolderUnlessThePolicySaysOtherwise() {
    syncs.create("content", spec(""));
    syncs.awaitReady("content");

    syncs.delete("content");

    await().until(() -> !syncs.exists("content"));
    assertThat(folder().resolve("index.html")).hasContent("one");
  }

  @Test
  void deletionPushesWhatIsLeftAndThenRemovesTheFolder() throws IOException {
    syncs.create("content", spec("deletionPolicy: Delete"));
    assertThat(syncs.awaitReady("content").getMetadata().getFinalizers()).hasSize(1);
    Files.writeString(folder().resolve("last.txt"), "last");

    syncs.delete("content");

    await().until(() -> !syncs.exists("content"));
    assertThat(folder()).doesNotExist();
    assertThat(tenant().resolve(".gitsync/content")).doesNotExist();
    assertThat(origin("show", "live:last.txt")).isEqualTo("last");
  }

  @Test
  void deletionPushesWhatLostAConflict() throws IOException {
    diverge("Theirs, deletionPolicy: Delete");
    syncs.awaitThat("content", it -> assertThat(it.getStatus().lost()).hasSize(1));

    syncs.delete("content");

    await().until(() -> !syncs.exists("content"));
    assertThat(tenant().resolve(".gitsync/content")).doesNotExist();
    String aside = origin("for-each-ref", "--format=%(refname)", "refs/heads/gitsync");
    assertThat(aside).startsWith("refs/heads/gitsync/" + namespace + "/content/");
    assertThat(origin("show", aside + ":index.html")).isEqualTo("ours");
  }

  @Test
  void deletionLosesNothingThatCannotBePushed() throws IOException {
    syncs.create("content", spec("deletionPolicy: Delete, interval: 1s"));
    syncs.awaitReady("content");
    Files.move(origin(), origin().resolveSibling("away.git"));
    Files.writeString(folder().resolve("last.txt"), "last");

    syncs.delete("content");
    syncs.awaitReason("content", "FetchFailed");

    assertThat(folder().resolve("last.txt")).hasContent("last");
    syncs.change("content", "{\"deletionPolicy\":\"Retain\"}");
    await().until(() -> !syncs.exists("content"));
    assertThat(folder().resolve("last.txt")).hasContent("last");
  }

  @Test
  void deletionWaitsForFilesThatAreHeldBack() throws IOException {
    syncs.create("content", spec("deletionPolicy: Delete, interval: 1s"));
    syncs.awaitReady("content");
    Files.writeString(folder().resolve("id"), "-----BEGIN RSA PRIVATE KEY-----\n");

    syncs.delete("content");
    syncs.awaitReason("content", "Unpushed");

    assertThat(folder().resolve("id")).exists();
    Files.delete(folder().resolve("id"));
    await().until(() -> !syncs.exists("content"));
    assertThat(folder()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"content", "content/inner"})
  void aFolderBelongsToOneResource(String path) {
    syncs.create("content", spec("interval: 1s"));
    syncs.awaitReady("content");
    syncs.create("second", spec(path, "interval: 1s"));

    assertThat(syncs.awaitReason("second", "PathNotOwned").getMessage())
        .contains(namespace + "/content");

    assertThat(GitSyncs.types(syncs.get("second"))).containsExactly("Ready", "Stalled");
    assertThat(folder().resolve("inner")).doesNotExist();
    if (path.equals("content")) {
      syncs.change("second", "{\"initialise\":\"Adopt\"}");
      syncs.delete("content");
      syncs.awaitReady("second");
    }
  }

  @Test
  void aFolderIsInsideATargetOnlyWhereItsDirectoriesAreShared() throws IOException {
    syncs.create("content", spec("shop/shared/files", "interval: 1s"));
    GitSync waiting =
        syncs.awaitThat(
            "content",
            it -> assertThat(GitSyncs.types(it)).containsExactly("Ready", "Reconciling"));
    assertThat(GitSyncs.condition(waiting, "Ready").orElseThrow().getMessage())
        .contains("GitExport shop");
    assertThat(tenant().resolve("shop")).doesNotExist();
    GitExports exports = new GitExports(cluster, namespace);
    exports.create(
        "shop",
        "{repository: 'file://%s', treeish: live, shared: [{path: files}]}".formatted(origin()));
    exports.awaitReady("shop");

    syncs.awaitReady("content");

    Path published = tenant().resolve("shop/current/files");
    assertThat(published.resolve("index.html")).hasContent("one");
    syncs.create("inside", spec("shop/current", ""));
    assertThat(syncs.awaitReason("inside", "PathNotOwned").getMessage()).contains("shop");
    syncs.create("over", spec("shop", ""));
    assertThat(syncs.awaitReason("over", "PathNotOwned").getMessage()).contains("GitExport");
  }

  @Test
  void aTargetIsNotDeletedWhileAFolderInItIsSynced() throws IOException {
    GitExports exports = new GitExports(cluster, namespace);
    exports.create(
        "shop",
        "{repository: 'file://%s', treeish: live, shared: [{path: files}], deletionPolicy: Delete}"
            .formatted(origin()));
    exports.awaitReady("shop");
    syncs.create("content", spec("shop/shared/files", "deletionPolicy: Delete"));
    syncs.awaitReady("content");
    Path folder = tenant().resolve("shop/shared/files");
    Files.writeString(folder.resolve("unpushed.txt"), "only here");

    exports.delete("shop");

    exports.awaitThat(
        "shop",
        it ->
            assertThat(GitExports.condition(it, "Reconciling").orElseThrow().getMessage())
                .contains("GitSync content"));
    assertThat(folder.resolve("unpushed.txt")).hasContent("only here");
    syncs.delete("content");
    await().untilAsserted(() -> assertThat(tenant().resolve("shop")).doesNotExist());
    assertThat(origin("show", "live:unpushed.txt")).isEqualTo("only here");
  }

  @Test
  void aSymlinkInThePathLeadsNowhere() throws IOException {
    Path foreign = Files.createDirectories(directory.resolve("foreign-" + namespace));
    Files.writeString(foreign.resolve("theirs.txt"), "not yours");
    Files.createDirectories(tenant());
    Files.createSymbolicLink(tenant().resolve("content"), foreign);

    syncs.create("content", spec("initialise: Adopt"));

    assertThat(syncs.awaitReason("content", "PathNotOwned").getMessage()).contains("no directory");
    assertThat(origin("ls-tree", "--name-only", "live")).isEqualTo("index.html\nlogo.svg");
    assertThat(names(foreign)).containsExactly("theirs.txt");
  }

  /// Folder and branch change the same.
  private void diverge(String policy) throws IOException {
    syncs.create("content", spec("interval: 1s, onConflict: " + policy));
    syncs.awaitReady("content");
    whileSuspended(() -> {
      Files.writeString(folder().resolve("index.html"), "ours");
      git.commit("theirs", "index.html", "theirs");
      git.run("push", "-q", "origin", "HEAD:live");
    });
  }

  @FunctionalInterface
  private interface Deed {
    void run() throws IOException;
  }

  /// So that no run comes between two changes.
  private void whileSuspended(Deed deed) throws IOException {
    syncs.change("content", "{\"suspend\":true}");
    syncs.awaitThat("content", it -> assertThat(it.getStatus().observedGeneration()).isEqualTo(2));
    deed.run();
    syncs.change("content", "{\"suspend\":false}");
  }

  /// Writes a file so that it is never seen empty.
  private void put(String name, String content) throws IOException {
    Path file = Files.writeString(directory.resolve(namespace + ".new"), content);
    Files.move(file, folder().resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private String spec(String more) {
    return spec("content", more);
  }

  private String spec(String path, String more) {
    return "{repository: 'file://%s', branch: live, volume: {path: %s}, quietPeriod: 0s%s}"
        .formatted(origin(), path, more.isEmpty() ? "" : ", " + more);
  }

  private Path origin() {
    return directory.resolve("git").resolve(namespace).resolve("origin.git");
  }

  private String origin(String... arguments) {
    return git.in(origin()).run(arguments);
  }

  private String live() {
    return origin("rev-parse", "live");
  }

  private Path tenant() {
    return directory.resolve("volume").resolve(namespace);
  }

  private Path folder() {
    return tenant().resolve("content");
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
