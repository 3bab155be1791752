package dev.gitexport.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.git.RealGit;
import dev.gitexport.git.SshServer;
import dev.gitexport.operator.OperatorProcess;
import dev.gitexport.operator.gitexport.GitExports;
import dev.gitexport.operator.gitsync.GitSyncs;
import dev.gitexport.test.Commands;
import dev.gitexport.test.Requires;
import dev.gitexport.test.cluster.OnCluster;
import dev.gitexport.test.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Types what the guides tell their readers to type, where an API server, an operator and a git
/// server will do. What needs a node is typed by the end-to-end tests.
@OnCluster
final class GuidesIT {

  private static final Path ROOT = Path.of("").toAbsolutePath();

  private final TestCluster cluster;
  @TempDir private Path directory = Path.of("");

  GuidesIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void administrate() {
    Requires.program("kubectl");
    cluster.adminKubeconfig(directory.resolve("admin"));
  }

  @Test
  void argoCdLearnsWhatAGitExportIs() {
    apply(namespace("argocd"));
    HasMetadata configuration =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace("argocd")
            .withName("argocd-cm")
            .endMetadata()
            .addToData("url", "https://argocd.example.com")
            .build();
    apply(configuration);

    type(ROOT, Markdown.guide("argocd").command("kubectl patch configmap"));

    assertThat(
            cluster
                .admin()
                .configMaps()
                .inNamespace("argocd")
                .withName("argocd-cm")
                .get()
                .getData())
        .containsKeys(
            "url",
            "resource.customizations.health.gitexport.dev_GitExport",
            "resource.customizations.actions.gitexport.dev_GitExport");
  }

  @Test
  void aGuardLetsPassWhatIsMeant() throws IOException {
    apply(namespace("web"));
    RealGit remote = RealGit.init(directory.resolve("content.git"));
    remote.run("config", "core.bare", "true");
    Path folder = Files.createDirectories(directory.resolve("volume/web/content"));
    Files.writeString(folder.resolve("page.html"), "page");
    GitSyncs syncs = new GitSyncs(cluster, "web");
    try (var _ = OperatorProcess.start(cluster, directory, Map.of())) {
      syncs.create(
          "content",
          "{repository: 'file://%s', branch: live, volume: {path: content}, interval: 1s}"
              .formatted(remote.directory()));
      syncs.awaitReady("content");
      Files.delete(folder.resolve("page.html"));
      syncs.awaitReason("content", "GuardTripped");

      type(ROOT, Markdown.guide("gitsync").command("kubectl annotate gitsync"));

      syncs.awaitReady("content");
      assertThat(remote.run("ls-tree", "--name-only", "live")).isEmpty();
      syncs.delete("content");
    }
  }

  @Test
  void aRepositoryIsReadWithAnIdentityMadeForIt() throws IOException {
    apply(namespace("web"));
    RealGit.init(directory.resolve("shop")).commit("one", "index.html", "one");
    Markdown guide = Markdown.guide("repositories");
    GitExports exports = new GitExports(cluster, "web");
    Map<String, String> settings =
        Map.of("GITEXPORT_SOURCES_SCHEMES", "ssh", "GITEXPORT_SOURCES_ALLOWED_HOSTS", "localhost");
    try (SshServer ssh = SshServer.start(directory.resolve("ssh"));
        var _ = OperatorProcess.start(cluster, directory, settings)) {
      String scan = guide.command("ssh-keyscan");
      type(directory, guide.command("ssh-keygen"));
      Files.copy(
          directory.resolve("identity.pub"),
          ssh.file("authorized_keys"),
          StandardCopyOption.REPLACE_EXISTING);
      type(directory, scan.replace("git.example.com", "-p " + ssh.port() + " localhost"));
      type(directory, guide.command("kubectl -n web create secret generic shop-git --from-file"));

      exports.create(
          "shop",
          "{repository: '%s', secretRef: {name: shop-git}}"
              .formatted(ssh.url(directory.resolve("shop"))));

      exports.awaitReady("shop");
      exports.delete("shop");
    }
  }

  @Test
  void makeDeploysTheOperatorAndTakesItAway() {
    Markdown guide = Markdown.guide("install");

    type(ROOT, guide.command("make deploy"));
    assertThat(objects()).contains("deployment.apps/gitexport", "persistentvolumeclaim/gitexport");

    type(ROOT, guide.command("make undeploy"));
    assertThat(objects())
        .contains("persistentvolumeclaim/gitexport")
        .doesNotContain("deployment", "service", "poddisruptionbudget", "role");
    assertThat(type(ROOT, "kubectl get crd -o name")).contains("gitexports.gitexport.dev");
  }

  private String objects() {
    return type(
        ROOT,
        "kubectl get deployment,pvc,service,pdb,role,rolebinding,serviceaccount -o name"
            + " -n gitexport-system");
  }

  private String type(Path where, String command) {
    String kubeconfig = directory.resolve("admin").toString();
    return Commands.run(where, Map.of("KUBECONFIG", kubeconfig), "sh", "-c", command);
  }

  private void apply(HasMetadata object) {
    cluster.admin().resource(object).forceConflicts().serverSideApply();
  }

  private static HasMetadata namespace(String name) {
    return new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build();
  }
}
