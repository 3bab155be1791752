package dev.gitexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.git.GitHttpServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program and a git server.
final class RemoteRepositoryIT {

  @TempDir Path directory;
  private Shell shell;
  private GitHttpServer server;

  @BeforeEach
  void serve() {
    shell = new Shell(directory);
    shell.commit("projects/shop", "index.html", "one\n", "style.css", "css\n");
    Shell.git(directory.resolve("projects/shop"), "tag", "v1");
    shell.commit("projects/shop", "index.html", "two\n");
    server = GitHttpServer.start(directory.resolve("server"), directory.resolve("projects"));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void exportsFromAUrlAndLinksFromAPriorOfIt() {
    String url = server.plainUrl("open", "shop/.git");
    var first =
        shell.run("export", "--repository", url, "--store", "store", "v1", directory + "/v1");
    var second =
        shell.run(
            "export",
            "--repository",
            url,
            "--store",
            "store",
            "-l",
            "v1," + directory + "/v1",
            "--",
            "main",
            directory + "/v2");

    assertThat(first.err()).isEmpty();
    assertThat(first.code()).isZero();
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).containsPattern("linked +2");
    assertThat(directory.resolve("v2/index.html")).hasContent("two\n");
  }

  @Test
  void appliesAManifestOfAUrl() throws Exception {
    Files.createDirectory(directory.resolve("volume"));
    manifest(server.plainUrl("open", "shop/.git"));

    var applied = apply();

    assertThat(applied.err()).isEmpty();
    assertThat(applied.code()).isZero();
    assertThat(directory.resolve("volume/web/shop/current/index.html")).hasContent("two\n");
  }

  @Test
  void aServerThatWantsAPasswordIsExitTen() throws Exception {
    Files.createDirectory(directory.resolve("volume"));
    manifest(server.plainUrl("basic", "shop/.git"));

    assertThat(apply().code()).isEqualTo(10);
  }

  private Shell.Result apply() {
    return shell.run("apply", "-f", "shop.yaml", "--volume", "volume", "--store", "store");
  }

  private void manifest(String url) {
    shell.file(
        "shop.yaml",
        """
        apiVersion: gitexport.dev/v1alpha1
        kind: GitExport
        metadata: {name: shop, namespace: web}
        spec:
          repository: %s
        """
            .formatted(url));
  }
}
