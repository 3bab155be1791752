package dev.gitexport.e2e;

import static dev.gitexport.e2e.Stage.TENANT;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The life of an installation.
@ResourceLock(Node.LOCK)
final class ReleaseE2E {

  private static final int FLIPS = 20;

  private final Node node = Node.ofThisMachine();
  private final Stage stage;

  ReleaseE2E(@TempDir Path directory) {
    this.stage = Stage.set(node, directory);
  }

  @AfterEach
  void putAway() {
    stage.close();
  }

  /// Known where there is no node too, so that a skipped test is counted and says why.
  enum Way {
    CHART,
    MANIFESTS;

    Installation on(Node node) {
      return switch (this) {
        case CHART -> new Chart(node);
        case MANIFESTS -> new Manifests(node);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void readersSeeEachRevisionWholeFromInstallToUninstall(Way way)
      throws ExecutionException, InterruptedException, TimeoutException {
    Installation installation = way.on(node);
    String claim = installation.provide(stage.volume());
    stage.release(1);
    installation.install();
    stage.export(TENANT, "site");
    WebServer web = stage.webServer();
    web.awaitRelease(1);

    var answers = web.keepAsking();
    for (int release = 2; release <= 1 + FLIPS; release++) {
      stage.release(release);
      web.awaitRelease(release);
    }
    pin("previous");
    web.awaitRelease(FLIPS);
    installation.check();

    String exports = exports();
    installation.upgrade();
    assertThat(exports()).isEqualTo(exports);
    pin("");
    stage.release(100);
    web.awaitRelease(100);
    installation.rollback();
    stage.release(101);
    web.awaitRelease(101);

    installation.uninstall();
    assertThat(web.answer()).isEqualTo("release 101 end\n");
    assertThat(node.kubectl("get", "gitexport,pvc,deployment,pod", "-A", "-o", "name"))
        .contains("gitexport.gitexport.dev/site", "persistentvolumeclaim/" + claim)
        .doesNotContain("deployment.apps/gitexport", "pod/gitexport");
    web.stop();
    assertThat(answers.get(15, MINUTES)).isEqualTo("0 failed\n");
  }

  /// Until status tells of it: the link moves before.
  private void pin(String export) {
    String patch = "{\"spec\":{\"publish\":{\"pin\":\"%s\"}}}".formatted(export);
    String generation = "-o=jsonpath={.metadata.generation}";
    String pinned =
        node.kubectl(
            "patch", "gitexport/site", "-n", TENANT, "--type=merge", "-p", patch, generation);
    String observed = "--for=jsonpath={.status.observedGeneration}=" + pinned;
    node.kubectl("wait", "gitexport/site", "-n", TENANT, observed, Node.TIMEOUT);
  }

  private String exports() {
    return node.kubectl(
        "get", "gitexport/site", "-n", TENANT, "-o", "jsonpath={.status.exports[*].id}");
  }
}
