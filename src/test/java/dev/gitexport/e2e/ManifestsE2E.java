package dev.gitexport.e2e;

import static dev.gitexport.e2e.Stage.SYSTEM;
import static dev.gitexport.e2e.Stage.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/// The overlay for one namespace. What `deploy/manifests` brings is in [ReleaseE2E].
@ResourceLock(Node.LOCK)
final class ManifestsE2E {

  private static final String OPERATOR = "--as=system:serviceaccount:gitexport-system:gitexport";

  private final Node node = Node.ofThisMachine();
  private final Stage stage;

  ManifestsE2E(@TempDir Path directory) {
    this.stage = Stage.set(node, directory);
  }

  @AfterEach
  void putAway() {
    stage.close();
  }

  @Test
  void aSingleNamespaceIsServedWithoutARightInAnyOther() {
    stage.release(1);
    node.kubectl("apply", "--server-side", "-k", "deploy/crds");
    var manifests = new Manifests(node, "overlays/single-namespace");
    manifests.provide(stage.volume());
    manifests.install();

    stage.export(SYSTEM, "site");

    node.awaitReady(SYSTEM, "site");
    assertThat(stage.volume().resolve(SYSTEM).resolve("site/current/index.html")).exists();
    assertThat(node.kubectl("auth", "can-i", "list", "gitexports", "-n", SYSTEM, OPERATOR))
        .startsWith("yes");
    for (String object : new String[] {"secrets", "gitexports"}) {
      assertThatThrownBy(
              () -> node.kubectl("auth", "can-i", "list", object, "-n", TENANT, OPERATOR))
          .hasMessageContaining("no");
    }
  }
}
