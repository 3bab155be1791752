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

final class ExportCommandTest {

  @TempDir Path directory;
  private Shell shell;

  @BeforeEach
  void twoReleases() {
    shell = new Shell(directory);
    shell.commit("shop", "index.html", "one\n", "style.css", "css\n");
    Shell.git(directory.resolve("shop"), "tag", "v1");
    shell.commit("shop", "index.html", "second\n");
    Shell.git(directory.resolve("shop"), "tag", "v2");
  }

  @Test
  void aTreeishBecomesAFolderWithMissingParents() {
    var result = shell.run("export", "--repository", "shop", "v1", "out/deep/v1");

    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(directory.resolve("out/deep/v1/index.html")).hasContent("one\n");
    assertThat(result.out()).contains("files    3", "linked   0", "written  3", "bytes    ");
  }

  @Test
  void unchangedFilesAreLinkedFromAPriorExport() throws Exception {
    shell.run("export", "--repository", "shop", "v1", "v1");

    var result =
        shell.run("export", "--repository", "shop", "-o", "json", "-l", "v1,v1", "v2", "v2");

    JsonNode report = new ObjectMapper().readTree(result.out());
    assertThat(report.path("files").asInt()).isEqualTo(3);
    assertThat(report.path("linked").asInt()).isEqualTo(2);
    assertThat(report.path("written").asInt()).isEqualTo(1);
    assertThat(report.path("bytes").isNumber()).isTrue();
    assertThat(Files.getAttribute(directory.resolve("v2/style.css"), "unix:ino"))
        .isEqualTo(Files.getAttribute(directory.resolve("v1/style.css"), "unix:ino"));
  }

  @Test
  void oneLinkOptionTakesSeveralPriorsUntilTwoDashes() {
    shell.run("export", "--repository", "shop", "v1", "a");
    shell.run("export", "--repository", "shop", "v2", "b");

    var result = shell.run("export", "--repository=shop", "-l", "v1,a", "v2,b", "--", "v2", "c");

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("linked   3");
  }

  @Test
  void aPathMayHoldCommas() {
    shell.run("export", "--repository", "shop", "v1", "a,b");

    var result = shell.run("export", "--repository", "shop", "-l", "v1,a,b", "v1", "c");

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("linked   3");
  }

  @Test
  void aLinkWithoutAnExistingPathIsAUsageError() {
    var result = shell.run("export", "--repository", "shop", "-l", "v1,gone", "v1", "c");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("-l v1,gone").contains("Write TREEISH,PATH");
    assertThat(directory.resolve("c")).doesNotExist();
  }

  @Test
  void theRepositoryAroundTheWorkingDirectoryIsTheDefault() {
    Shell inside = new Shell(directory.resolve("shop"));

    assertThat(inside.run("export", "HEAD", directory.resolve("head").toString()).code()).isZero();
    assertThat(directory.resolve("head/index.html")).hasContent("second\n");
  }

  @Test
  void refsAreReadInTheNamespaceOfTheEnvironment() {
    Path shop = directory.resolve("shop");
    Shell.git(shop, "update-ref", "refs/namespaces/fork/refs/heads/trunk", "v1");
    Shell.git(
        shop, "symbolic-ref", "refs/namespaces/fork/HEAD", "refs/namespaces/fork/refs/heads/trunk");

    var result =
        shell.run(
            "", Map.of("GIT_NAMESPACE", "fork"), "export", "--repository", "shop", "HEAD", "fork");

    assertThat(result.err()).isEmpty();
    assertThat(directory.resolve("fork/index.html")).hasContent("one\n");
  }

  @Test
  void anUnknownTreeishSaysWhatToDo() {
    var result = shell.run("export", "--repository", "shop", "nope", "out");

    assertThat(result.code()).isEqualTo(12);
    assertThat(result.err().lines()).hasSize(2);
    assertThat(directory.resolve("out")).doesNotExist();
  }

  @Test
  void errorsAreJsonWhenResultsAre() throws Exception {
    shell.file("full/file", "mine\n");

    var result = shell.run("export", "--repository", "shop", "v1", "full", "--output=json");

    JsonNode error = new ObjectMapper().readTree(result.out()).path("error");
    assertThat(error.path("reason").asText()).isEqualTo("TargetNotEmpty");
    assertThat(error.path("message").asText()).contains("full");
    assertThat(result.code()).isEqualTo(25);
    assertThat(directory.resolve("full/file")).hasContent("mine\n");
  }

  @Test
  void limitsAreQuantities() {
    assertThat(shell.run("export", "--repository", "shop", "--max-bytes", "1Ki", "v1", "a").code())
        .isZero();
    assertThat(shell.run("export", "--repository", "shop", "--max-bytes", "4", "v1", "b").code())
        .isEqualTo(24);
    var wrong = shell.run("export", "--repository", "shop", "--max-bytes", "much", "v1", "c");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("'much' is no size");
  }

  @Test
  void aPasswordInAUrlIsRefusedAndNotRepeated() {
    var result = shell.run("export", "--repository", "https://joe:pw@h.example/a", "v1", "a");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .doesNotContain("pw")
        .contains("--repository", "credentials are given apart from it");
  }
}
