package dev.gitexport.e2e;

import static dev.gitexport.e2e.Stage.SYSTEM;
import static dev.gitexport.e2e.Stage.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The operator by kubectl alone.
final class ManifestsE2E {

  private static final String OPERATOR = "--as=system:serviceaccount:gitexport-system:gitexport";
  private static final Path WORK = Path.of("target/e2e");

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
  void aTenantOfAnyNamespaceIsServed() throws IOException {
    stage.release(1);
    deploy("manifests");

    stage.export(TENANT, "site");

    stage.webServer().awaitRelease(1);
  }

  @Test
  void aSingleNamespaceIsServedWithoutARightInAnyOther() throws IOException {
    stage.release(1);
    node.kubectl("apply", "--server-side", "-k", "deploy/crds");
    deploy("overlays/single-namespace");

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

  private void deploy(String directory) throws IOException {
    node.volume(SYSTEM, "gitexport", stage.volume());
    Files.createDirectories(WORK);
    Files.writeString(
        WORK.resolve("kustomization.yaml"),
        """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        resources: [../../deploy/%s]
        images: [{name: gitexport, newTag: local}]
        patches:
        - target: {kind: PersistentVolumeClaim}
          patch: "- {op: add, path: /spec/storageClassName, value: ''}"
        - patch: |
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: gitexport, namespace: gitexport-system}
            spec:
              template:
                spec:
                  containers:
                  - name: gitexport
                    env:
                    - {name: GITEXPORT_SOURCES_SCHEMES, value: http}
                    - {name: GITEXPORT_SOURCES_ALLOWED_HOSTS, value: %s}
        """
            .formatted(directory, GitServer.HOST));
    node.kubectl("apply", "--server-side", "--force-conflicts", "-k", WORK.toString());
    node.kubectl("rollout", "status", "deployment/gitexport", "-n", SYSTEM, "--timeout=120s");
  }
}
