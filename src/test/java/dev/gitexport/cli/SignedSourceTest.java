package dev.gitexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.test.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SignedSourceTest {

  @TempDir private Path directory = Path.of("");
  private Shell shell = new Shell(directory);
  private Path shop = directory;

  @BeforeEach
  void aSignedRelease() throws Exception {
    Requires.program("ssh-keygen");
    shell = new Shell(directory);
    var keygen =
        new ProcessBuilder(
                "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "alice@example.com", "-f", "k")
            .directory(directory.toFile())
            .start();
    assertThat(keygen.waitFor()).isZero();
    Files.copy(directory.resolve("k.pub"), directory.resolve("team.sshpub"));
    shop = directory.resolve("shop");
    shell.commit("shop", "index.html", "unsigned\n");
    Shell.git(shop, "config", "gpg.format", "ssh");
    Shell.git(shop, "config", "user.signingkey", directory.resolve("k").toString());
    Shell.git(shop, "config", "commit.gpgsign", "true");
    shell.commit("shop", "index.html", "signed\n");
    Shell.git(shop, "tag", "-s", "-m", "release", "v1");
    Files.createDirectories(directory.resolve("volume"));
    manifest("main", "HEAD");
  }

  private void manifest(String treeish, String mode) throws Exception {
    shell.file(
        "shop.yaml",
        """
        apiVersion: gitexport.dev/v1alpha1
        kind: GitExport
        metadata: {name: shop, namespace: web}
        spec:
          repository: shop
          treeish: %s
          verify: {mode: %s, secretRef: {name: keys}}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: keys, namespace: web}
        stringData:
          team.sshpub: %s
        """
            .formatted(treeish, mode, Files.readString(directory.resolve("team.sshpub"))));
  }

  private Shell.Result apply() {
    return shell.run("apply", "-f", "shop.yaml", "--volume", "volume", "-o", "yaml");
  }

  @Test
  void whatIsSignedIsPublishedAndTheStatusNamesTheSigner() throws Exception {
    manifest("v1", "TagAndHEAD");

    assertThat(apply().out())
        .contains("type: SourceVerified")
        .contains("tag v1 is signed by alice@example.com (SSH key SHA256:");
  }

  @Test
  void whatIsNotSignedStallsAndLeavesTheLiveExport() throws Exception {
    apply();
    Shell.git(shop, "config", "commit.gpgsign", "false");
    shell.commit("shop", "index.html", "hacked\n");

    var result = apply();

    assertThat(result.code()).isEqualTo(10);
    assertThat(result.out())
        .contains("type: Stalled", "type: SourceVerified", "reason: VerificationFailed");
    assertThat(directory.resolve("volume/web/shop/current/index.html")).hasContent("signed\n");
  }

  @Test
  void aPinNeedsNoSignatureAndASpecWithoutVerifyTellsNothing() throws Exception {
    apply();
    shell.run("pin", "--volume", "volume/web/shop", "previous");
    String pinned = apply().out();
    String plain =
        Files.readString(directory.resolve("shop.yaml")).replaceFirst("(?m)^  verify:.*\n", "");
    shell.file("shop.yaml", plain);

    assertThat(pinned).doesNotContain("reason: VerificationFailed");
    assertThat(apply().out()).doesNotContain("SourceVerified");
  }

  @Test
  void aSecretWithoutKeysOrThatIsNotThereIsAUsageError() throws Exception {
    String manifest = Files.readString(directory.resolve("shop.yaml"));
    shell.file("shop.yaml", manifest.replace("team.sshpub:", "team.txt:"));
    assertThat(apply().out()).contains("spec.verify.secretRef", "it has no keys");
    shell.file("shop.yaml", manifest.replace("{name: keys}}", "{name: others}}"));

    assertThat(apply().out()).contains("there is no Secret web/others");
  }

  @Test
  void exportChecksTooAndMakesNoFolderOtherwise() {
    String[] signed = {"export", "--repository", "shop", "--verify", "tag", "v1", "v1"};
    assertThat(shell.run(signed).err()).contains("it has no keys");
    var good =
        shell.run(
            "export",
            "--repository",
            "shop",
            "--verify",
            "tag",
            "--verify-key",
            "team.sshpub",
            "v1",
            "v1");
    var bad =
        shell.run(
            "export",
            "--repository",
            "shop",
            "--verify",
            "head",
            "--verify-key",
            "team.sshpub",
            "main~1",
            "old");

    assertThat(good.err()).contains("tag v1 is signed by alice@example.com");
    assertThat(good.code()).isZero();
    assertThat(bad.code()).isEqualTo(10);
    assertThat(bad.err()).contains("is not signed");
    assertThat(directory.resolve("old")).doesNotExist();
    assertThat(
            shell
                .run("export", "--repository", "shop", "--verify-key", "team.sshpub", "v1", "x")
                .err())
        .contains("say what to check");
    assertThat(
            shell
                .run(
                    "export",
                    "--repository",
                    "shop",
                    "--verify",
                    "tag",
                    "--verify-key",
                    "gone.asc",
                    "v1",
                    "x")
                .err())
        .contains("gone.asc cannot be read");
  }
}
