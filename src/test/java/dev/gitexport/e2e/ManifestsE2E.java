package dev.gitexport.e2e;

import static dev.gitexport.e2e.Stage.SYSTEM;
import static dev.gitexport.e2e.Stage.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.docs.Markdown;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/// The operator for some namespaces only. What it is for all of them is in [ReleaseE2E].
@ResourceLock(Node.LOCK)
final class ManifestsE2E {

  private static final String OPERATOR = "--as=system:serviceaccount:gitexport-system:gitexport";

  private static final List<String> OBJECTS = List.of("secrets", "gitexports", "gitsyncs");

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
    node.type(Markdown.guide("install").command("make install"));
    var manifests = new Manifests(node, "overlays/single-namespace");
    manifests.provide(stage.volume());
    manifests.install();

    stage.export(SYSTEM, "site");

    node.awaitReady(SYSTEM, "site");
    assertThat(stage.volume().resolve(SYSTEM).resolve("site/current/index.html")).exists();
    assertReads(SYSTEM);
    assertCannotRead(TENANT);
  }

  @Test
  void aReleaseForSomeNamespacesHasNoRightInAnyOther() {
    stage.release(1);
    node.claim(SYSTEM, "shared", stage.volume());
    new Chart(node).install("--set=watchNamespaces={" + TENANT + "}");

    stage.export(TENANT, "site");
    stage.export(GitServer.NAMESPACE, "site");

    node.awaitReady(TENANT, "site");
    assertReads(TENANT);
    assertCannotRead(GitServer.NAMESPACE);
    assertCannotRead(SYSTEM);
    assertThat(stage.volume().resolve(GitServer.NAMESPACE)).doesNotExist();
  }

  private void assertReads(String namespace) {
    for (String objects : OBJECTS) {
      node.kubectl("get", objects, "-n", namespace, OPERATOR);
    }
  }

  private void assertCannotRead(String namespace) {
    for (String objects : OBJECTS) {
      assertThatThrownBy(() -> node.kubectl("get", objects, "-n", namespace, OPERATOR))
          .hasMessageContaining("Forbidden");
    }
  }
}
