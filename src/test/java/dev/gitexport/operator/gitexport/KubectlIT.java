package dev.gitexport.operator.gitexport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitexport.git.RealGit;
import dev.gitexport.operator.OperatorProcess;
import dev.gitexport.test.Requires;
import dev.gitexport.test.cluster.OnCluster;
import dev.gitexport.test.cluster.TestCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnCluster
final class KubectlIT {

  private final TestCluster cluster;
  @TempDir private Path directory = Path.of("");

  KubectlIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void aUserWaitsListsAndReadsTheManual() throws Exception {
    Requires.program("kubectl");
    String namespace = cluster.namespace("kubectl");
    Path kubeconfig = cluster.adminKubeconfig(directory.resolve("admin"));
    RealGit git = RealGit.init(directory.resolve("git"));
    String commit = git.commit("one", "index.html", "one").name();

    try (var _ =
        OperatorProcess.start(cluster, directory, Map.of("GITEXPORT_NAMESPACES", namespace))) {
      new GitExports(cluster, namespace)
          .create("shop", "{repository: 'file://%s', treeish: main}".formatted(git.directory()));

      assertThat(
              kubectl(
                  kubeconfig,
                  "wait",
                  "-n",
                  namespace,
                  "--for=condition=Ready",
                  "--timeout=120s",
                  "gex/shop"))
          .contains("gitexport.gitexport.dev/shop condition met");
      List<String> table =
          kubectl(kubeconfig, "get", "-n", namespace, "gex", "-o", "wide").lines().toList();
      assertThat(table.getFirst().split("\\s+"))
          .containsExactly(
              "NAME", "READY", "REVISION", "EXPORTS", "AGE", "TREEISH", "PATH", "SAVED", "STATUS");
      assertThat(table.getLast()).contains("True").contains("main@sha1:" + commit);
      assertThat(kubectl(kubeconfig, "explain", "gitexport.spec"))
          .contains(
              "What to export, when, and where to.", "How often the repository is looked at.");
      await()
          .untilAsserted(() ->
              assertThat(kubectl(kubeconfig, "describe", "-n", namespace, "gex/shop"))
                  .contains("Published", "1 files, 0 of them shared"));
    }
  }

  private static String kubectl(Path kubeconfig, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("kubectl", "--kubeconfig", kubeconfig.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
