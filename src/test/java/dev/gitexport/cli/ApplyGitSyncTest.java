package dev.gitexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApplyGitSyncTest {

  @TempDir Path directory;
  private Shell shell;

  @BeforeEach
  void makeRemoteAndVolume() throws IOException {
    shell = new Shell(directory);
    Shell.git(directory, "init", "-q", "--bare", "-b", "live", "remote.git");
    Files.createDirectories(directory.resolve("volume"));
    manifest("", "");
  }

  private void manifest(String annotations, String more) {
    shell.file("content.yaml", document("content", annotations, more));
  }

  private String document(String path, String annotations, String more) {
    return """
    apiVersion: gitexport.dev/v1alpha1
    kind: GitSync
    metadata:
      name: content
      namespace: web
      annotations: {%s}
    spec:
      repository: file://%s/remote.git
      branch: live
      volume: {path: %s}
      quietPeriod: 1h
    %s
    """
        .formatted(annotations, directory, path, more);
  }

  private Shell.Result apply(String... more) {
    String[] args = new String[more.length + 5];
    System.arraycopy(
        new String[] {"apply", "-f", "content.yaml", "--volume", "volume"}, 0, args, 0, 5);
    System.arraycopy(more, 0, args, 5, more.length);
    return shell.run(args);
  }

  private JsonNode status(String... more) throws IOException {
    String[] args = new String[more.length + 2];
    args[0] = "--output";
    args[1] = "json";
    System.arraycopy(more, 0, args, 2, more.length);
    return new ObjectMapper().readTree(apply(args).out()).at("/items/0/status");
  }

  private String live(String path) {
    return Shell.git(directory.resolve("remote.git"), "show", "live:" + path);
  }

  @Test
  void aFolderIsPushedAtOnceWithTheOperatorsLayoutAndStatus() throws IOException {
    shell.file("volume/web/content/page.html", "one");

    JsonNode status = status();

    String commit = Shell.git(directory.resolve("remote.git"), "rev-parse", "live");
    assertThat(live("page.html")).isEqualTo("one");
    assertThat(status.at("/conditions/0/type").asText()).isEqualTo("Ready");
    assertThat(status.at("/conditions/0/status").asText()).isEqualTo("True");
    assertThat(status.at("/remoteRevision").asText()).isEqualTo("live@sha1:" + commit);
    assertThat(status.at("/lastPushTime").asText()).isNotEmpty();
    assertThat(status.at("/watching").asBoolean(true)).isFalse();
    assertThat(directory.resolve("volume/web/.gitsync/content/owner.json")).exists();
    assertThat(directory.resolve("volume/web/.gitsync/content/repo.git")).isDirectory();
    shell.file("volume/web/content/page.html", "two");
    assertThat(apply().out()).startsWith("web/content: Pushed, 0 added, 1 modified, 0 deleted");
    assertThat(apply().out()).startsWith("web/content: NothingToCommit");
  }

  @Test
  void aTargetAndAFolderInItAreMadeTogetherWhateverTheirOrder() {
    shell.commit("shop", "index.html", "one\n");
    shell.file(
        "content.yaml",
        document("shop/shared/files", "", "")
            + """
            ---
            apiVersion: gitexport.dev/v1alpha1
            kind: GitExport
            metadata: {name: shop, namespace: web}
            spec: {repository: shop, treeish: main, shared: [{path: files}], deletionPolicy: Delete}
            """);

    Shell.Result result = apply();

    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    shell.file("volume/web/shop/current/files/upload", "up");
    apply();
    assertThat(live("upload")).isEqualTo("up");
    assertThat(shell.run("delete", "-f", "content.yaml", "--volume", "volume").out())
        .contains("web/content: retained")
        .contains("web/shop: deleted");
  }

  @Test
  void aFolderWaitsForTheTargetThatItIsToBeIn() throws IOException {
    shell.file("content.yaml", document("shop/shared/files", "", ""));

    assertThat(status().at("/conditions/0/message").asText()).contains("GitExport shop");
    assertThat(apply().out()).contains("waiting");
  }

  @Test
  void aConflictEndsWith30AndIsInStatus() throws IOException {
    shell.file("volume/web/content/a", "base");
    apply();
    Shell.git(directory, "clone", "-q", "remote.git", "desk");
    shell.commit("desk", "a", "theirs");
    Shell.git(directory.resolve("desk"), "push", "-q", "origin", "HEAD:live");
    shell.file("volume/web/content/a", "ours");

    assertThat(apply().code()).isEqualTo(30);
    assertThat(status().at("/conflict/paths/0").asText()).isEqualTo("a");
  }

  @Test
  void guardsAreReleasedOnceAndTheStatusFileRemembersThat() throws IOException {
    String[] remembered = {"--status-file", "status.json"};
    shell.file("volume/web/content/a", "1");
    apply(remembered);
    Files.delete(directory.resolve("volume/web/content/a"));
    assertThat(apply(remembered).code()).isEqualTo(30);

    manifest("gitexport.dev/release: deletions", "");
    assertThat(apply(remembered).code()).isZero();
    shell.file("volume/web/content/b", "1");
    assertThat(apply(remembered).code()).isZero();
    Files.delete(directory.resolve("volume/web/content/b"));

    assertThat(apply(remembered).err()).contains("deletions");
    assertThat(status(remembered).at("/lastHandledRelease").asText()).isEqualTo("deletions");
    assertThat(live("b")).isEqualTo("1");
  }

  @Test
  void aReleaseThatNobodyWouldRememberIsRefusedWithItsPlace() {
    manifest("gitexport.dev/release: deletions", "");

    Shell.Result result = apply();

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("content.yaml:6:").contains("--status-file");
  }

  @Test
  void aStatusFileThatIsNoneIsNamed() {
    shell.file("status.json", "{\"items\": [{\"kind\": \"GitSync\", \"metadata\": ");
    assertThat(apply("--status-file", "status.json").err()).contains("status.json");
    shell.file(
        "status.json",
        "{\"items\": [{\"kind\": \"GitSync\", \"metadata\": {\"namespace\": \"web\", \"name\": \"content\"}, \"status\": {\"lost\": 1}}]}");
    assertThat(apply("--status-file", "status.json").err()).contains("no status of ours");
  }

  @Test
  void aWrongSpecIsNamedWithItsPlaceBeforeAnythingIsDone() {
    manifest("", "  pushRefspec: nonsense");
    assertThat(apply().err()).contains("content.yaml:12:").contains("spec.pushRefspec");
    manifest("", "  maxDelay: soon");
    assertThat(apply().err()).contains("content.yaml:12:").contains("spec.maxDelay");
    assertThat(directory.resolve("volume/web")).doesNotExist();
  }

  @Test
  void aSuspendedFolderIsLeftAlone() {
    manifest("", "  suspend: true");

    assertThat(apply().out()).contains("suspended");
    assertThat(directory.resolve("volume/web")).doesNotExist();
  }

  @Test
  void deletionPushesWhatIsLeftAndThenRemovesTheFolder() {
    manifest("", "  deletionPolicy: Delete");
    assertThat(shell.run("delete", "-f", "content.yaml", "--volume", "volume").out())
        .contains("absent");
    shell.file("volume/web/content/a", "1");
    apply();
    shell.file("volume/web/content/b", "last");

    assertThat(shell.run("delete", "-f", "content.yaml", "--volume", "volume").out())
        .contains("web/content: deleted");

    assertThat(live("b")).isEqualTo("last");
    assertThat(directory.resolve("volume/web/content")).doesNotExist();
    assertThat(directory.resolve("volume/web/.gitsync/content")).doesNotExist();
  }
}
