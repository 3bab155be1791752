package dev.gitexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.git.GitHttpServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program, git's own credential helpers, and a server that wants a password.
final class CredentialHelperIT {

  @TempDir Path directory;
  private Shell shell;
  private GitHttpServer server;
  private String url = "";

  @BeforeEach
  void serve() {
    shell = new Shell(directory);
    shell.commit("projects/shop", "index.html", "one\n");
    Shell.git(directory.resolve("projects/shop"), "config", "http.receivepack", "true");
    Shell.git(directory.resolve("projects/shop"), "config", "receive.denyCurrentBranch", "ignore");
    server = GitHttpServer.start(directory.resolve("server"), directory.resolve("projects"));
    server.admit("me", "s3cret");
    url = server.url("changing", "shop/.git");
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void whatAHelperKeepsOpensARepository() {
    keep("s3cret");

    assertThat(export("one").err()).isEmpty();
    assertThat(directory.resolve("one/index.html")).hasContent("one\n");
    assertThat(kept()).content().contains("me:s3cret@");
  }

  @Test
  void aFolderIsSyncedWithIt() throws Exception {
    keep("s3cret");
    shell.file("folder/new.txt", "new\n");

    var synced =
        shell.run(
            "",
            variables(),
            "sync",
            "--repository",
            url,
            "--branch",
            "other",
            directory.resolve("folder").toString());

    assertThat(synced.err()).isEmpty();
    assertThat(Shell.git(directory.resolve("projects/shop"), "show", "other:new.txt"))
        .isEqualTo("new");
  }

  @Test
  void whatTheServerRefusesIsForgotten() {
    keep("wr0ng");

    var refused = export("one");

    assertThat(refused.code()).isEqualTo(10);
    assertThat(refused.out() + refused.err()).doesNotContain("wr0ng");
    assertThat(kept()).isEmptyFile();
    keep("s3cret");
    assertThat(export("one").code()).isZero();
  }

  @Test
  void aHelperIsToldWhatWasRight() {
    shell.file(
        "helper",
        """
        #!/bin/sh
        echo "$1" >>%1$s/told
        [ "$1" = get ] && printf 'username=me\npassword=s3cret\n'
        cat >>%1$s/told
        """
            .formatted(directory));
    directory.resolve("helper").toFile().setExecutable(true);
    configure(directory.resolve("helper").toString());

    assertThat(export("one").err()).isEmpty();

    assertThat(directory.resolve("told"))
        .content()
        .containsSubsequence("get\n", "protocol=https\n", "store\n", "password=s3cret\n")
        .doesNotContain("erase");
  }

  @Test
  void nobodyIsAskedForAPassword() {
    shell.file("askpass", "#!/bin/sh\necho s3cret\n").toFile().setExecutable(true);
    shell.file("home/.gitconfig", "[core]\n  askPass = %s/askpass\n".formatted(directory));

    assertThat(export("one").code()).isEqualTo(10);
  }

  @Test
  void aRepositorysOwnConfigurationNamesNoHelper() {
    shell.commit(".", "a", "a");
    Shell.git(directory, "config", "credential.helper", "!touch %s/ran; :".formatted(directory));

    assertThat(export("one").code()).isEqualTo(10);
    assertThat(directory.resolve("ran")).doesNotExist();
  }

  @Test
  void withoutTheVariableNoHelperIsAsked() {
    keep("s3cret");
    Map<String, String> variables = variables();
    variables.remove("GITEXPORT_GIT_CREDENTIAL_HELPER");

    var result =
        shell.run(
            "", variables, "export", "--repository", url, "--store", "store", "main", "/none");

    assertThat(result.code()).isEqualTo(10);
  }

  private Shell.Result export(String place) {
    return shell.run(
        "",
        variables(),
        "export",
        "--repository",
        url,
        "--store",
        "store",
        "main",
        directory.resolve(place).toString());
  }

  private Map<String, String> variables() {
    return new HashMap<>(
        Map.of(
            "GITEXPORT_GIT_CREDENTIAL_HELPER",
            "true",
            "GITEXPORT_GIT_CA_FILE",
            directory + "/server/ca.crt",
            "GIT_CONFIG_NOSYSTEM",
            "1",
            "PATH",
            System.getenv("PATH"),
            "HOME",
            directory + "/home"));
  }

  private void keep(String password) {
    configure("store --file=" + kept());
    shell.file("kept", line(password));
  }

  private String line(String password) {
    return url.replaceFirst("https://([^/]*)/.*", "https://me:%s@$1\n".formatted(password));
  }

  private void configure(String helper) {
    shell.file("home/.gitconfig", "[credential]\n  helper = %s\n".formatted(helper));
  }

  private Path kept() {
    return directory.resolve("kept");
  }
}
