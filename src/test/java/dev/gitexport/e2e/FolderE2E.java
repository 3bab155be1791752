package dev.gitexport.e2e;

import static dev.gitexport.e2e.Stage.SYSTEM;
import static dev.gitexport.e2e.Stage.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitexport.git.RealGit;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/// A folder on the claim that a pod writes to, and a branch of a repository in the cluster.
@ResourceLock(Node.LOCK)
final class FolderE2E {

  private static final String FOLDER = "/volume/web/content";

  private final Node node = Node.ofThisMachine();
  private final Stage stage;

  FolderE2E(@TempDir Path directory) {
    this.stage = Stage.set(node, directory);
  }

  @BeforeEach
  void install() {
    node.claim(SYSTEM, "shared", stage.volume());
    new Chart(node).install();
  }

  @AfterEach
  void putAway() {
    stage.close();
  }

  @Test
  void whatAPodWritesIsPushedAndWhatIsPushedReachesThePod() {
    RealGit remote = stage.pushable("content");
    node.apply(
        """
        apiVersion: gitexport.dev/v1alpha1
        kind: GitSync
        metadata: {namespace: %s, name: content}
        spec:
          repository: %s
          branch: main
          volume: {path: content}
          interval: 1s
        """
            .formatted(TENANT, GitServer.url("content")));
    node.kubectl("wait", "gitsync/content", "-n", TENANT, "--for=condition=Ready", Node.TIMEOUT);
    startEditor();

    inEditor("mkdir %1$s/articles && echo new >%1$s/articles/one.md && rm %1$s/index.html");
    eventually(() ->
        assertThat(remote.run("ls-tree", "-r", "--name-only", "main"))
            .isEqualTo("articles/one.md"));
    eventually(() -> assertThat(remote.run("show", "main:articles/one.md")).isEqualTo("new"));

    RealGit author = stage.git().in(stage.volume().resolveSibling("author"));
    stage.git().run("clone", "-q", remote.directory().toString(), author.directory().toString());
    author.commit("two", "articles/two.md", "pushed\n");
    author.run("push", "-q", "origin", "main");
    eventually(() -> assertThat(inEditor("cat %s/articles/two.md")).isEqualTo("pushed\n"));
    assertThat(inEditor("ls -A %s")).isEqualTo("articles\n");
  }

  /// A pod of the user that the operator has, who may write where the operator does.
  private void startEditor() {
    node.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {namespace: %s, name: editor}
        spec:
          terminationGracePeriodSeconds: 0
          securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
          containers:
          - name: editor
            image: busybox:local
            imagePullPolicy: Never
            args: [sleep, "86400"]
            securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            volumeMounts: [{name: content, mountPath: /volume}]
          volumes:
          - name: content
            persistentVolumeClaim: {claimName: content}
        """
            .formatted(TENANT));
    node.awaitPod(TENANT, "editor");
  }

  private String inEditor(String script) {
    return node.kubectl("exec", "editor", "-n", TENANT, "--", "sh", "-c", script.formatted(FOLDER));
  }

  private static void eventually(org.awaitility.core.ThrowingRunnable assertions) {
    await().atMost(Node.PATIENCE).ignoreExceptions().untilAsserted(assertions);
  }
}
