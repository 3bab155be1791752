package dev.gitexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApplyCommandTest {

  @TempDir Path directory;
  private Shell shell;
  private Path target;

  @BeforeEach
  void aRepositoryAndAManifest() throws Exception {
    shell = new Shell(directory);
    shell.commit("shop", "index.html", "one\n", "style.css", "css\n");
    Shell.git(directory.resolve("shop"), "tag", "v1");
    Files.createDirectory(directory.resolve("volume"));
    target = directory.resolve("volume/web/shop");
    manifest("main", "");
  }

  private void manifest(String treeish, String more) {
    shell.file(
        "shop.yaml",
        """
        apiVersion: gitexport.dev/v1alpha1
        kind: GitExport
        metadata: {name: shop, namespace: web}
        spec:
          repository: shop
          treeish: %s
        %s\
        """
            .formatted(treeish, more));
  }

  private Shell.Result apply(String... more) {
    String[] args = new String[more.length + 5];
    System.arraycopy(
        new String[] {"apply", "-f", "shop.yaml", "--volume", "volume"}, 0, args, 0, 5);
    System.arraycopy(more, 0, args, 5, more.length);
    return shell.run(args);
  }

  private String current() throws Exception {
    return Files.readSymbolicLink(target.resolve("current")).toString();
  }

  @Test
  void theSecondApplyIsUpToDate() throws Exception {
    var first = apply();
    String link = current();
    var second = apply();

    assertThat(first.err()).isEmpty();
    assertThat(first.out()).contains("web/shop: current -> " + link).contains("published");
    assertThat(second.out()).contains("up to date");
    assertThat(current()).isEqualTo(link);
  }

  @Test
  void anotherTreeishMovesTheLinkAndBackAgainWritesNothing() throws Exception {
    apply();
    String old = current();
    shell.commit("shop", "index.html", "two\n");
    assertThat(apply().out()).contains("2 linked, 1 written");
    manifest("v1", "");
    assertThat(apply().out()).contains("nothing written");

    assertThat(current()).isEqualTo(old);
    assertThat(target.resolve("current/index.html")).hasContent("one\n");
  }

  @Test
  void aRollbackHoldsUntilItIsUnpinned() throws Exception {
    apply();
    String old = current();
    shell.commit("shop", "index.html", "two\n");
    apply();
    String newest = current();

    assertThat(shell.run("rollback", "--volume", "volume").code()).isZero();
    assertThat(current()).isEqualTo(old);
    assertThat(apply("-o", "yaml").out()).contains("reason: Pinned");
    assertThat(current()).isEqualTo(old);
    assertThat(shell.run("unpin", "--volume", "volume").out()).contains("unpinned");
    apply();
    assertThat(current()).isEqualTo(newest);
    assertThat(shell.run("history", "--volume", "volume").out())
        .contains("publish", "pin", "rollback", "unpin");
  }

  @Test
  void aPinNamesAnExportByItsCommit() throws Exception {
    apply();
    String old = current();
    String commit = Shell.git(directory.resolve("shop"), "rev-parse", "v1");
    shell.commit("shop", "index.html", "two\n");
    apply();

    assertThat(shell.run("pin", "--volume", "volume/web/shop", commit.substring(0, 7)).code())
        .isZero();
    assertThat(current()).isEqualTo(old);
    var unknown = shell.run("pin", "--volume", "volume", "web/shop", "0123456");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains(old.substring("exports/".length()));
  }

  @Test
  void statusIsThatOfTheResource() throws Exception {
    var result = apply("--output", "json", "--status-file", "status.json");

    JsonNode status = new ObjectMapper().readTree(result.out()).at("/items/0/status");
    assertThat(status.at("/conditions/0/type").asText()).isEqualTo("Ready");
    assertThat(status.at("/conditions/0/status").asText()).isEqualTo("True");
    assertThat(status.at("/current/path").asText()).isEqualTo("web/shop/" + current());
    assertThat(status.at("/exports/0/phase").asText()).isEqualTo("Published");
    assertThat(status.at("/source/revision").asText()).startsWith("main@sha1:");
    assertThat(new ObjectMapper().readTree(directory.resolve("status.json").toFile()))
        .isEqualTo(new ObjectMapper().readTree(result.out()));
  }

  @Test
  void aFailureLeavesTheLinkAndSaysSoInStatus() throws Exception {
    apply();
    String link = current();
    manifest("nope", "");

    var result = apply("--output", "json");

    JsonNode status = new ObjectMapper().readTree(result.out()).at("/items/0/status");
    assertThat(result.code()).isEqualTo(12);
    assertThat(status.at("/conditions/0/reason").asText()).isEqualTo("TreeishNotFound");
    assertThat(result.err()).contains("web/shop").contains("nope");
    assertThat(current()).isEqualTo(link);
  }

  @Test
  void aWrongSpecIsNamedWithItsPlaceBeforeAnythingIsDone() {
    manifest("main", "  retention: {count: 0}\n");

    var result = apply();

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("shop.yaml:7:").contains("spec.retention");
    assertThat(target).doesNotExist();
  }

  @Test
  void retentionPrunesWhatStatusNoLongerLists() throws Exception {
    manifest("main", "  retention: {count: 1, minAge: \"0\"}\n");
    apply();
    shell.commit("shop", "index.html", "two\n");

    var result = apply("-o", "json");

    assertThat(new ObjectMapper().readTree(result.out()).at("/items/0/status/exportCount").asInt())
        .isEqualTo(1);
    assertThat(target.resolve("exports")).isDirectoryContaining(path -> path.endsWith(last()));
    try (var exports = Files.list(target.resolve("exports"))) {
      assertThat(exports).hasSize(1);
    }
  }

  private Path last() {
    try {
      return Files.readSymbolicLink(target.resolve("current")).getFileName();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aForeignTargetIsLeftAlone() {
    shell.file("volume/web/shop/precious", "mine\n");

    var result = apply();

    assertThat(result.code()).isEqualTo(25);
    assertThat(target.resolve("precious")).hasContent("mine\n");
    assertThat(target.resolve("current")).doesNotExist();
  }

  @Test
  void verifyFindsDamageAndRepairPublishesAnew() throws Exception {
    apply();
    String damaged = current();
    Path file = target.resolve("current/style.css");
    Files.setPosixFilePermissions(
        file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(file, "evil\n");

    var found = shell.run("verify", "--volume", "volume");
    var repaired = shell.run("verify", "--volume", "volume", "--repair", "--repository", "shop");

    assertThat(found.code()).isEqualTo(21);
    assertThat(found.out()).contains("style.css: ");
    assertThat(repaired.err()).isEmpty();
    assertThat(repaired.code()).isZero();
    assertThat(current()).isNotEqualTo(damaged);
    assertThat(target.resolve("current/style.css")).hasContent("css\n");
  }

  @Test
  void diffNamesChangedPaths() throws Exception {
    apply();
    shell.commit("shop", "index.html", "two\n", "new.html", "new\n");
    apply();
    String newest = current().substring("exports/".length());

    var result = shell.run("diff", "--volume", "volume", "previous", newest);

    assertThat(result.out()).isEqualToNormalizingNewlines("M index.html\nA new.html\n");
  }

  @Test
  void deletionFollowsThePolicy() {
    apply();
    assertThat(shell.run("delete", "-f", "shop.yaml", "--volume", "volume").out())
        .contains("retained");
    assertThat(target).isDirectory();
    manifest("main", "  deletionPolicy: Delete\n");
    assertThat(shell.run("delete", "-f", "shop.yaml", "--volume", "volume").out())
        .contains("deleted");
    assertThat(target).doesNotExist();
  }

  @Test
  void aSuspendedResourceIsLeftAlone() {
    manifest("main", "  suspend: true\n");

    assertThat(apply().out()).contains("suspended");
    assertThat(target).doesNotExist();
  }

  @Test
  void manifestsComeFromStandardInputToo() {
    String manifest =
        """
        kind: List
        apiVersion: v1
        items:
        - {apiVersion: v1, kind: ConfigMap, metadata: {name: x}}
        - {apiVersion: gitexport.dev/v1alpha1, kind: GitExport, metadata: {name: a}, spec: {repository: shop}}
        """;

    var result = shell.run(manifest, Map.of(), "apply", "-f", "-", "--volume", "volume");

    assertThat(result.err()).contains("skipped: ConfigMap");
    assertThat(result.out()).startsWith("default/a: current -> ");
  }

  @Test
  void aFileUrlIsFetchedIntoTheStore() {
    String url = directory.resolve("shop").toUri().toString();
    String[] store = {"--store", "store", "--tenant", "web", "--repository", url};

    var result = apply("--repository", url, "--store", "store");

    assertThat(result.err()).isEmpty();
    assertThat(target.resolve("current/index.html")).hasContent("one\n");
    assertThat(store("stats", store).out()).contains("packs ");
    assertThat(store("gc", store).code()).isZero();
    assertThat(store("verify", store).out()).startsWith("sound");
    assertThat(shell.run("store", "stats", "--store", "store", "--repository", url).code())
        .isEqualTo(2);
  }

  private Shell.Result store(String command, String... options) {
    String[] args = new String[options.length + 2];
    args[0] = "store";
    args[1] = command;
    System.arraycopy(options, 0, args, 2, options.length);
    return shell.run(args);
  }
}
