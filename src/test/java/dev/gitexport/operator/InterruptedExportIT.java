package dev.gitexport.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitexport.git.RealGit;
import dev.gitexport.operator.gitexport.GitExports;
import dev.gitexport.test.cluster.OnCluster;
import dev.gitexport.test.cluster.TestCluster;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens to an operator while it exports a tree that takes its time.
@OnCluster
final class InterruptedExportIT {

  private static final int FILES = 10_000;
  private static final String SYSTEM = "gitexport-system";
  private static final String ACCOUNT = "gitexport";

  private final TestCluster cluster;
  @TempDir private Path directory = Path.of("");
  private String namespace = "";
  private GitExports exports;
  private RealGit git;

  InterruptedExportIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void makeRepository() {
    namespace = cluster.namespace("interrupted");
    exports = new GitExports(cluster, namespace);
    git = RealGit.init(directory.resolve("git"));
    for (int i = 0; i < FILES; i++) {
      git.write("%d/%d.txt".formatted(i % 100, i), "content " + i);
    }
    git.commit("many files");
  }

  @AfterEach
  void forgetTheLeader() {
    cluster.admin().leases().inNamespace(SYSTEM).withName("gitexport").delete();
  }

  @Test
  void aLeaderThatHangsIsReplacedAndWhatItHadBegunIsPublishedOnce() throws IOException {
    try (var first = start("first")) {
      await().until(() -> holder().startsWith("first-"));
      try (var second = start("second")) {
        create();
        awaitStaging();
        first.pause();
        await().until(() -> holder().startsWith("second-"));

        first.resume();

        await().untilAsserted(() -> assertThat(first.isAlive()).as(first.log()).isFalse());
        exports.awaitReady("shop");
        assertThat(names(target().resolve("exports"))).hasSize(1);
        assertThat(publications(first) + publications(second)).isLessThanOrEqualTo(1);
        followsAPush();
      }
    }
  }

  @Test
  void anApiServerThatIsAwayDelaysOnlyWhatIsTold() throws IOException {
    OperatorProcess.install(cluster);
    try (var line = CutLine.to(URI.create(cluster.admin().getConfiguration().getMasterUrl()));
        var operator =
            OperatorProcess.launch(
                cluster,
                directory,
                Map.of(
                    "GITEXPORT_NAMESPACES",
                    namespace,
                    "KUBECONFIG",
                    kubeconfig(line).toString()))) {
      create();
      awaitStaging();

      line.cut();
      await()
          .pollDelay(Duration.ofSeconds(10))
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(operator.isAlive()).as(operator.log()).isTrue());
      await()
          .ignoreExceptions() // the directory is not there yet
          .untilAsserted(() -> assertThat(names(target().resolve("exports"))).hasSize(1));
      line.mend();

      exports.awaitReady("shop");
      assertThat(names(target().resolve("exports"))).hasSize(1);
      assertThat(publications(operator)).isEqualTo(1);
      followsAPush();
    }
  }

  @Test
  void aLeaderSurvivesAnApiServerThatIsAwayForTenSecondsAndEndsWhenItStaysAway()
      throws IOException {
    OperatorProcess.install(cluster);
    try (var line = CutLine.to(URI.create(cluster.admin().getConfiguration().getMasterUrl()));
        var operator =
            OperatorProcess.launch(
                cluster,
                directory,
                Map.of(
                    "HOSTNAME",
                    "first",
                    "GITEXPORT_NAMESPACES",
                    namespace,
                    "GITEXPORT_LEADER_ELECTION_ENABLED",
                    "true",
                    "KUBECONFIG",
                    kubeconfig(line).toString()))) {
      await().until(() -> holder().startsWith("first-"));
      create();
      exports.awaitReady("shop");

      line.cut();
      await()
          .pollDelay(Duration.ofSeconds(10))
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(operator.isAlive()).as(operator.log()).isTrue());
      line.mend();
      followsAPush();
      assertThat(holder()).startsWith("first-");

      line.cut();
      await()
          .atMost(Duration.ofSeconds(29)) // by when another could have the lease
          .untilAsserted(() -> assertThat(operator.isAlive()).isFalse());
      assertThat(operator.log()).contains("the lease is lost");
    }
  }

  @Test
  void sigtermInMidExportLeavesNothingHalfAndGivesTheLeaseBack() throws IOException {
    try (var first = start("first")) {
      await().until(() -> holder().startsWith("first-"));
      create();
      awaitStaging();

      assertThat(first.terminate()).as(first.log()).isIn(0, 143);

      assertThat(holder()).isEmpty();
      try (var second = start("second")) {
        exports.awaitReady("shop");
        assertThat(names(target().resolve("exports"))).hasSize(1);
        assertThat(names(target().resolve(".gitexport/staging"))).isEmpty();
        assertThat(publications(first) + publications(second)).isEqualTo(1);
        followsAPush();
      }
    }
  }

  private void followsAPush() {
    String commit = git.commit("two", "index.html", "two").name();
    exports.annotate("shop", "gitexport.dev/requestedAt", "2");
    exports.awaitThat(
        "shop",
        it ->
            assertThat(Objects.requireNonNull(it.getStatus().current()).revision())
                .endsWith(commit));
  }

  private void create() {
    exports.create("shop", "{repository: 'file://%s', interval: 1h}".formatted(git.directory()));
  }

  private void awaitStaging() {
    Path staging = target().resolve(".gitexport/staging");
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> Files.isDirectory(staging) && !names(staging).isEmpty());
  }

  private OperatorProcess start(String name) {
    return OperatorProcess.start(
        cluster,
        directory,
        Map.of(
            "HOSTNAME",
            name,
            "GITEXPORT_NAMESPACES",
            namespace,
            "GITEXPORT_LEADER_ELECTION_ENABLED",
            "true"));
  }

  private Path kubeconfig(CutLine line) throws IOException {
    Path direct = cluster.kubeconfig(directory.resolve("direct"), SYSTEM, ACCOUNT);
    String server = cluster.admin().getConfiguration().getMasterUrl().replaceAll("/$", "");
    return Files.writeString(
        directory.resolve("through-the-line"),
        Files.readString(direct).replace(server, line.url()));
  }

  private String holder() {
    var lease = cluster.admin().leases().inNamespace(SYSTEM).withName("gitexport").get();
    return lease == null ? "" : Objects.requireNonNullElse(lease.getSpec().getHolderIdentity(), "");
  }

  private Path target() {
    return directory.resolve("volume").resolve(namespace).resolve("shop");
  }

  private static long publications(OperatorProcess operator) {
    return operator.log().lines().filter(line -> line.contains("\"published\"")).count();
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
