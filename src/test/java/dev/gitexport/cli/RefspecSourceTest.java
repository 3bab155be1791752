package dev.gitexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RefspecSourceTest {

  @TempDir private Path directory = Path.of("");
  private Shell shell = new Shell(directory);
  private Path shop = directory;

  @BeforeEach
  void aRepositoryWithTwoBranches() throws Exception {
    shell = new Shell(directory);
    shop = directory.resolve("shop");
    shell.commit("shop", "index.html", "one\n");
    Shell.git(shop, "branch", "next");
    Files.createDirectories(directory.resolve("volume"));
  }

  private void manifest(String repository, String... refspecs) {
    shell.file(
        "shop.yaml",
        """
        apiVersion: gitexport.dev/v1alpha1
        kind: GitExport
        metadata: {name: shop, namespace: web}
        spec:
          repository: %s
          treeish: main
          refspecs: ['%s']
        """
            .formatted(repository, String.join("', '", refspecs)));
  }

  private void fetching(String... refspecs) {
    manifest("file://" + shop, refspecs);
  }

  private Shell.Result apply() {
    return shell.run(
        "apply", "-f", "shop.yaml", "--volume", "volume", "--store", "store", "-o", "json");
  }

  private List<String> refs(Shell.Result result) throws IOException {
    List<String> refs = new ArrayList<>();
    JsonNode json = new ObjectMapper().readTree(result.out());
    json.findValues("source")
        .forEach(source ->
            source
                .path("refs")
                .forEach(
                    ref -> refs.add(ref.path("update").asText() + " " + ref.path("ref").asText())));
    return refs;
  }

  private List<String> stored() {
    return Shell.git(
            directory.resolve("store/web/shared.git"), "for-each-ref", "--format=%(refname)")
        .lines()
        .filter(ref -> ref.contains("/fetched/"))
        .map(ref -> ref.substring(ref.indexOf("/fetched/") + "/fetched/".length()))
        .toList();
  }

  @Test
  void refsAreFetchedWithTheirHistoryAndStatusNamesThem() throws Exception {
    fetching("refs/heads/*:refs/copies/*", "^refs/heads/wip*");
    Shell.git(shop, "branch", "wip1");

    var result = apply();

    assertThat(result.err()).isEmpty();
    assertThat(refs(result)).containsExactly("New refs/copies/main", "New refs/copies/next");
    assertThat(stored()).containsExactly("refs/copies/main", "refs/copies/next");
    assertThat(directory.resolve("volume/web/shop/current/index.html")).hasContent("one\n");
  }

  @Test
  void aRefThatWouldLoseCommitsIsTold() throws Exception {
    fetching("refs/heads/*:refs/heads/*");
    apply();
    shell.commit("shop", "index.html", "two\n");
    assertThat(refs(apply())).containsExactly("Updated refs/heads/main");
    Shell.git(shop, "reset", "-q", "--hard", "HEAD~1");

    var rejected = apply();
    fetching("+refs/heads/*:refs/heads/*");

    assertThat(rejected.code()).isZero();
    assertThat(refs(rejected)).containsExactly("Rejected refs/heads/main");
    assertThat(refs(apply())).containsExactly("Forced refs/heads/main");
  }

  @Test
  void aRefspecThatIsNoneIsRefusedWithTheReason() {
    fetching("refs/*/a/*:refs/x/*");
    assertThat(apply().err()).contains("spec.refspecs").contains("two '*' on one side");
    fetching("refs/heads/*:refs/x");
    assertThat(apply().err()).contains("on one side only");
    fetching("^refs/heads/*");
    assertThat(apply().err()).contains("something has to be named");
    fetching("refs/heads/gone");
    assertThat(apply().code()).isEqualTo(12);
  }

  @Test
  void nothingIsFetchedFromAPathThatIsReadInPlace() {
    manifest("shop", "refs/heads/*");

    assertThat(apply().code()).isEqualTo(2);
    assertThat(apply().out()).contains("write file:///path");
  }
}
