package dev.gitexport.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.git.GitException;
import dev.gitexport.git.RealGit;
import dev.gitexport.test.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Submodules of a clone, in one tree with it.
final class SubmoduleTest {

  @TempDir private Path directory = Path.of("");
  private ExportFixture fixture;
  private RealGit lib;
  private RealGit base;

  @BeforeEach
  void makeRepositories() {
    fixture = new ExportFixture(directory);
    lib = RealGit.init(directory.resolve("lib"));
    base = RealGit.init(directory.resolve("base"));
    base.commit("base", "base.txt", "base\n");
    lib.commit("lib", "a.txt", "a\n", "tools/run.sh", "run\n");
    submodule(lib, "../base", "deep/base");
    fixture.git.commit("one", "index.html", "one\n", "lib.txt", "after lib", "lib-x", "before lib");
    submodule(fixture.git, "../lib", "lib");
    fixture.settings = recursing("");
  }

  @Test
  void exportsWhatACloneWithItsSubmodulesHas() throws IOException {
    Export export = export("main").current();

    Path clone = directory.resolve("clone");
    fixture.git.run(
        "-c",
        "protocol.file.allow=always",
        "clone",
        "-q",
        "--recurse-submodules",
        fixture.git.directory().toString(),
        clone.toString());
    Commands.run(
        clone, Map.of(), "find", ".", "-name", ".git", "-prune", "-exec", "rm", "-r", "{}", "+");
    assertThat(TreeImage.of(fixture.current().resolve("."))).isEqualTo(TreeImage.of(clone));
    assertThat(export.stats().submodules()).isEmpty();
    assertThat(
            new ExportVerifier(Clock.systemUTC(), ExportListener.NONE)
                .verify(fixture.target, export.id()))
        .isEmpty();
  }

  @Test
  void theIndexIsInGitsOrder() {
    Export export = export("main").current();

    Path index = new ExportStore(fixture.target, Durability.DISK).index(export.id());
    var listed =
        Commands.run(
            fixture.git.directory(), Map.of("GIT_INDEX_FILE", index.toString()), "git", "ls-files");
    assertThat(listed.lines())
        .containsExactly(
            ".gitmodules",
            "index.html",
            "lib-x",
            "lib.txt",
            "lib/.gitmodules",
            "lib/a.txt",
            "lib/deep/base/base.txt",
            "lib/tools/run.sh");
  }

  @Test
  void aNewCommitOfASubmoduleIsANewExportThatLinksAllElse() {
    export("main");
    assertThat(export("main")).isInstanceOf(ExportOutcome.UpToDate.class);
    RealGit checkedOut = fixture.git.in(fixture.git.directory().resolve("lib"));
    checkedOut.commit("new", "a.txt", "b\n");
    fixture.git.commit("two");

    Export second = export("main").current();

    assertThat(second.stats().linkedFiles()).isEqualTo(second.stats().files() - 1);
    assertThat(fixture.current().resolve("lib/a.txt")).hasContent("b\n");
    assertThat(fixture.current().resolve("lib/deep/base/base.txt")).hasContent("base\n");
  }

  @Test
  void theSettingMakesAnotherExportOfTheSameTree() {
    fixture.settings = ExportSettings.DEFAULT;
    export("main");
    assertThat(fixture.current().resolve("lib")).isEmptyDirectory();
    fixture.settings = recursing("");

    assertThat(export("main")).isInstanceOf(ExportOutcome.Published.class);

    assertThat(fixture.current().resolve("lib/a.txt")).hasContent("a\n");
  }

  @Test
  void whatIsLeftOutIsNotAskedFor() throws IOException {
    Files.move(fixture.git.directory().resolve(".git/modules/lib"), directory.resolve("elsewhere"));
    assertThatThrownBy(() -> export("main"))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageStartingWith("Submodule 'lib': ")
        .hasMessageContaining("git submodule update --init");
    fixture.settings = recursing("lib/");

    export("main");

    assertThat(fixture.current().resolve("lib")).doesNotExist();
  }

  @Test
  void anExportAttributeOfTheSuperprojectLeavesASubmoduleOut() {
    fixture.git.commit("ignored", ".gitattributes", "lib export-ignore\n");

    export("main");

    assertThat(fixture.current().resolve("lib")).doesNotExist();
  }

  @Test
  void limitsHoldForAllOfIt() {
    fixture.limits = new Limits(1 << 20, 10, 100);
    assertThatThrownBy(() -> export("main"))
        .isInstanceOf(ExportException.LimitExceeded.class)
        .hasMessageContaining("limits.maxFiles");

    fixture.limits = new Limits(34, 100, 100);
    assertThatThrownBy(() -> export("main")).isInstanceOf(ExportException.LimitExceeded.class);
  }

  @Test
  void attributesAndKeywordsAreThoseOfTheirOwnRepository() {
    RealGit checkedOut = fixture.git.in(fixture.git.directory().resolve("lib"));
    var commit =
        checkedOut.commit(
            "keywords",
            ".gitattributes",
            "[attr]k export-subst\n*.txt k\n",
            "v.txt",
            "$Format:%H$");
    fixture.git.commit(
        "two", ".gitattributes", "* export-subst\n*.sh export-ignore\n", "w.txt", "-");

    Export first = export("main").current();
    fixture.git.commit("the same tree again");

    assertThat(fixture.current().resolve("lib/v.txt")).hasContent(commit.name());
    assertThat(fixture.current().resolve("lib/tools/run.sh")).exists();
    assertThat(first.rewritten()).containsOnlyKeys("lib/v.txt");
    assertThat(export("main")).isInstanceOf(ExportOutcome.UpToDate.class);
  }

  @Test
  void aDirectoryOfTheRepositoryHasItsSubmodules() {
    submodule(fixture.git, "../base", "web/vendor/base");

    export("main:web");

    assertThat(fixture.current().resolve("vendor/base/base.txt")).hasContent("base\n");
  }

  @Test
  void aSharedDirectoryMayLieInASubmodule() throws IOException {
    fixture.settings = Settings.with().submodules().shared("lib/data").made();

    export("main");

    assertThat(fixture.current().resolve("lib/data").toRealPath())
        .isEqualTo(fixture.target.directory().resolve("shared/lib/data").toRealPath());
    assertThat(fixture.current().resolve("lib/a.txt")).exists();
  }

  @Test
  void includedFilesAreSearchedForInSubmodules() {
    fixture.settings = Settings.with().submodules().include(List.of("lib/tools/")).made();

    Export export = export("main").current();

    assertThat(export.stats().files()).isOne();
    assertThat(fixture.current().resolve("lib/tools/run.sh")).exists();
  }

  @Test
  void aGitlinkWithoutAnEntryIsRefused() {
    fixture.git.run("rm", "-q", "--cached", ".gitmodules");
    fixture.git.run("commit", "-q", "-m", "no .gitmodules");

    assertThatThrownBy(() -> export("main"))
        .isInstanceOf(GitException.ContentRefused.class)
        .hasMessageStartingWith("Submodule 'lib': no entry of .gitmodules has this path.");
  }

  @Test
  void aCommitThatTheSubmoduleDoesNotHaveIsNamedWithItsPath() {
    String missing = "1234567890".repeat(4);
    fixture.git.run("update-index", "--cacheinfo", "160000," + missing + ",lib");
    fixture.git.run("commit", "-q", "-m", "missing");

    assertThatThrownBy(() -> export("main"))
        .isInstanceOf(GitException.TreeishNotFound.class)
        .hasMessageContaining(missing)
        .hasMessageStartingWith("Submodule 'lib': ");
  }

  @Test
  void aRepositoryThatIsReadAloneFollowsNoGitlink() {
    assertThatThrownBy(() -> fixture.export("main"))
        .isInstanceOf(GitException.ContentRefused.class)
        .hasMessageStartingWith("Submodule 'lib': ");
  }

  private ExportOutcome export(String treeish) {
    return fixture.exportWhole(treeish);
  }

  private static ExportSettings recursing(String ignore) {
    return Settings.with().submodules().ignore(ignore).made();
  }

  private static void submodule(RealGit git, String url, String path) {
    git.run("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", url, path);
    git.run(
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "update",
        "--init",
        "--recursive");
    git.commit("add " + path);
  }
}
