package dev.gitexport.e2e;

import static dev.gitexport.e2e.Stage.SYSTEM;
import static dev.gitexport.e2e.Stage.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gitexport.docs.Markdown;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/// What the guides tell their readers to type and to apply, on a node. Only the names of
/// repositories and images are others.
@ResourceLock(Node.LOCK)
final class GuidesE2E {

  private final Node node = Node.ofThisMachine();
  private final Stage stage;

  GuidesE2E(@TempDir Path directory) {
    this.stage = Stage.set(node, directory);
  }

  @AfterEach
  void putAway() {
    stage.close();
  }

  @Test
  void aWebsiteComesIntoAClusterAndIsRolledBackAndForward() {
    node.claim(SYSTEM, "shared", stage.volume());
    Markdown website = Markdown.guide("website");
    stage.release(1);

    node.type(
        Markdown.guide("install").command("helm install")
            + " --set image.repository=gitexport,image.tag=local,image.pullPolicy=Never"
            + " --set sources.schemes={http},sources.allowedHosts={"
            + GitServer.HOST
            + "}"
            + " --wait "
            + Node.TIMEOUT);
    thenWhoEditsANamespaceHasItsExports();
    node.apply(
        website
            .blocks("yaml")
            .getFirst()
            .replaceFirst("https://\\S+", GitServer.url("site"))
            .replace("interval: 1m", "interval: 1s")
            .replace("image: busybox", "image: busybox:local\n    imagePullPolicy: Never"));
    node.awaitPod(TENANT, "web");
    var client = new Client(node, TENANT, "web");
    String url = "http://127.0.0.1:8080/site/current/index.html";
    client.awaitAnswer(url, "release 1 end\n");
    stage.release(2);
    client.awaitAnswer(url, "release 2 end\n");

    List<String> patches =
        website.commands().stream()
            .filter(command -> command.startsWith("kubectl patch gitexport"))
            .toList();
    node.type(patches.getFirst());
    client.awaitAnswer(url, "release 1 end\n");
    node.type(patches.getLast());
    client.awaitAnswer(url, "release 2 end\n");
  }

  /// By the cluster's own roles, which a controller puts together from others.
  private void thenWhoEditsANamespaceHasItsExports() {
    for (String role : List.of("view", "edit")) {
      String name = "--clusterrole=" + role;
      node.kubectl("create", "rolebinding", role, name, "--user=" + role + "er", "-n", TENANT);
    }
    await()
        .atMost(Node.PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> {
          assertThat(may("create", "editer")).isEqualTo("yes\n");
          assertThat(may("list", "viewer")).isEqualTo("yes\n");
        });
    assertThatThrownBy(() -> may("create", "viewer")).hasMessageContaining("no");
  }

  private String may(String verb, String user) {
    return node.kubectl("auth", "can-i", verb, "gitexports", "-n", TENANT, "--as=" + user);
  }
}
