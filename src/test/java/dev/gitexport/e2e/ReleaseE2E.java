package dev.gitexport.e2e;

import static dev.gitexport.e2e.Stage.SYSTEM;
import static dev.gitexport.e2e.Stage.TENANT;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The life of a release of the chart.
final class ReleaseE2E {

  private static final int FLIPS = 20;

  private final Node node = Node.ofThisMachine();
  private final Stage stage;

  ReleaseE2E(@TempDir Path directory) {
    this.stage = Stage.set(node, directory);
  }

  @BeforeEach
  void install() {
    node.claim(SYSTEM, "shared", stage.volume());
  }

  @AfterEach
  void putAway() {
    stage.close();
  }

  @Test
  void readersSeeEachRevisionWholeFromInstallToUninstall()
      throws ExecutionException, InterruptedException, TimeoutException {
    stage.release(1);
    new Chart(node).install();
    stage.export(TENANT, "site");
    WebServer web = stage.webServer();
    web.awaitRelease(1);

    var answers = web.keepAsking();
    for (int release = 2; release <= 1 + FLIPS; release++) {
      stage.release(release);
      web.awaitRelease(release);
    }
    web.stop();
    assertThat(answers.get(5, MINUTES)).isEqualTo("0 failed\n");

    pin("previous");
    web.awaitRelease(FLIPS);

    node.helm("test", "gitexport", "-n", SYSTEM, "--timeout", "90s");
    String exports = exports();
    new Chart(node).upgrade("--set", "podAnnotations.changed=yes");
    assertThat(exports()).isEqualTo(exports);
    pin("");
    stage.release(100);
    web.awaitRelease(100);
    node.helm("rollback", "gitexport", "1", "-n", SYSTEM, "--wait", "--timeout", "90s");

    node.helm("uninstall", "gitexport", "-n", SYSTEM, "--wait");
    assertThat(web.answer()).isEqualTo("release 100 end\n");
    assertThat(node.kubectl("get", "gitexport,pvc", "-A", "-o", "name"))
        .contains("gitexport.gitexport.dev/site", "persistentvolumeclaim/shared");
  }

  private void pin(String export) {
    String patch = "{\"spec\":{\"publish\":{\"pin\":\"%s\"}}}".formatted(export);
    node.kubectl("patch", "gitexport/site", "-n", TENANT, "--type=merge", "-p", patch);
  }

  private String exports() {
    return node.kubectl(
        "get", "gitexport/site", "-n", TENANT, "-o", "jsonpath={.status.exports[*].id}");
  }
}
