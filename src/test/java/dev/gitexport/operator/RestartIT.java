package dev.gitexport.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitexport.git.RealGit;
import dev.gitexport.operator.gitexport.GitExports;
import dev.gitexport.test.cluster.OnCluster;
import dev.gitexport.test.cluster.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An operator that follows on another, with status and volume as that one left them.
@OnCluster
final class RestartIT {

  private final TestCluster cluster;
  @TempDir private Path directory = Path.of("");
  private String namespace = "";
  private GitExports exports;
  private RealGit git;

  RestartIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void makeRepository() {
    namespace = cluster.namespace("restart");
    exports = new GitExports(cluster, namespace);
    git = RealGit.init(directory.resolve("git"));
    git.commit("one", "index.html", "one");
  }

  @Test
  void aFullCommitIdThatIsExportedNeedsItsRepositoryNoMore() throws IOException {
    String version = publish(git.id("main").name());

    Files.move(git.directory(), directory.resolve("away"));
    try (var second = start()) {
      await()
          .untilAsserted(() ->
              assertThat(second.metrics())
                  .contains(
                      "gitexport_resource_info{resource_kind=\"GitExport\",resource_name=\"shop\""));

      assertThat(exports.get("shop").getMetadata().getResourceVersion()).isEqualTo(version);
      exports.annotate("shop", "gitexport.dev/requestedAt", "now");
      exports.awaitThat(
          "shop",
          it ->
              assertThat(it.getStatus().conditions())
                  .anyMatch(condition -> condition.getReason().equals("FetchFailed")));
    }
  }

  @Test
  void whatIsExportedIsNeitherExportedNorToldAgain() {
    String version = publish("main");

    try (var second = start()) {
      await()
          .untilAsserted(() ->
              assertThat(second.metrics())
                  .contains(
                      "gitexport_resource_info{resource_kind=\"GitExport\",resource_name=\"shop\""));

      assertThat(exports.get("shop").getMetadata().getResourceVersion()).isEqualTo(version);
      assertThat(second.log()).doesNotContain("\"published\"");
    }
  }

  /// By an operator that then ends.
  ///
  /// @return the version of the resource that it leaves behind
  private String publish(String treeish) {
    try (var first = start()) {
      exports.create(
          "shop",
          "{repository: 'file://%s', treeish: %s, interval: 1h}"
              .formatted(git.directory(), treeish));
      exports.awaitReady("shop");
      assertThat(first.terminate()).as(first.log()).isIn(0, 143);
    }
    return exports.get("shop").getMetadata().getResourceVersion();
  }

  private OperatorProcess start() {
    return OperatorProcess.start(cluster, directory, Map.of("GITEXPORT_NAMESPACES", namespace));
  }
}
