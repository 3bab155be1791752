package dev.gitexport.e2e;

import static dev.gitexport.e2e.Stage.SYSTEM;
import static dev.gitexport.e2e.Stage.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.git.GpgHome;
import dev.gitexport.git.RealGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/// What the image reads from repositories, with what it has in it and nothing of this machine.
@ResourceLock(Node.LOCK)
final class RepositoriesE2E {

  private final Node node = Node.ofThisMachine();
  private final Stage stage;
  @TempDir private Path keys = Path.of("");

  RepositoriesE2E(@TempDir Path directory) {
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
  void aRepositoryIsFetchedOverSshWithTheKeyOfASecret() {
    stage.release(1);
    stage.server().identity(TENANT, "git");

    stage.export(
        TENANT, "site", "repository: " + GitServer.sshUrl("site"), "secretRef: {name: git}");

    stage.webServer().awaitRelease(1);
  }

  @Test
  void onlyWhatATrustedKeySignedIsExported() throws IOException {
    RealGit git = stage.git();
    try (GpgHome gpg = GpgHome.make()) {
      String alice = gpg.key("Alice <alice@example.com>", "ed25519", "0");
      trust(keys.resolve("alice.asc"), gpg.exported(alice));
      git.run("config", "gpg.program", gpg.program());
      git.run("config", "user.signingkey", alice);
      git.run("config", "commit.gpgsign", "true");
      stage.release(1);
    }
    stage.export(
        TENANT,
        "site",
        "repository: " + GitServer.url("site"),
        "verify: {mode: HEAD, secretRef: {name: keys}}");
    WebServer web = stage.webServer();
    web.awaitRelease(1);
    node.awaitReady(TENANT, "site");
    assertThat(condition("SourceVerified")).startsWith("True ").contains("alice@example.com");

    git.run("config", "commit.gpgsign", "false");
    stage.release(2);
    node.kubectl("wait", "gitexport/site", "-n", TENANT, "--for=condition=Stalled", Node.TIMEOUT);
    assertThat(condition("Stalled")).startsWith("True VerificationFailed ");
    assertThat(condition("SourceVerified")).startsWith("False ").contains("not signed");
    assertThat(web.answer()).isEqualTo("release 1 end\n");
  }

  private void trust(Path file, String key) throws IOException {
    Files.writeString(file, key);
    node.kubectl("create", "secret", "generic", "keys", "-n=" + TENANT, "--from-file=" + file);
  }

  private String condition(String type) {
    return node.kubectl(
        "get",
        "gitexport/site",
        "-n",
        TENANT,
        "-o=jsonpath={range .status.conditions[?(@.type=='%s')]}{.status} {.reason} {.message}{end}"
            .formatted(type));
  }
}
