package dev.gitexport.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.test.Commands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SymlinkTest {

  private ExportFixture fixture;

  @BeforeEach
  void makeFixture(@TempDir Path directory) {
    fixture = new ExportFixture(directory);
  }

  @ParameterizedTest
  @CsvSource({
    "link, file",
    "link, missing",
    "link, d/../file",
    "link, .",
    "d/link, ../file",
    "d/link, ..",
    "d/e/link, ../../d/./file",
    "link, link",
    "link, d//file",
  })
  void keepsALinkThatStaysInside(String path, String target) throws Exception {
    commit(path, target);

    fixture.export("main");

    assertThat(Files.readSymbolicLink(fixture.current().resolve(path))).hasToString(target);
  }

  @ParameterizedTest
  @CsvSource({
    "link, /etc/passwd",
    "link, ..",
    "link, ../current",
    "link, ../../.gitexport/owner.json",
    "link, missing/../../x",
    "d/link, ../../x",
    "d/e/link, ../../../x",
  })
  void refusesALinkThatLeavesTheExport(String path, String target) {
    commit(path, target);

    assertThatThrownBy(() -> fixture.export("main"))
        .isInstanceOf(ExportException.UnsafeTree.class)
        .hasMessageContaining("'" + path + "' -> '" + target + "'");
  }

  /// By its text `up/..` is the root; the kernel goes through `up`, to the directory around it.
  @Test
  void followsLinksInTheMiddleOfATarget() {
    commit("up", "d/e/..");
    link("escape", "up/../../x");

    assertThatThrownBy(() -> fixture.export("main")).hasMessageContaining("'escape'");
  }

  @Test
  void keepsALinkThroughALinkThatStaysInside() throws Exception {
    commit("deep", "d/e");
    link("fine", "deep/../../file");

    fixture.export("main");

    assertThat(fixture.current().resolve("fine")).hasContent("content");
  }

  @Test
  void leavesOutEscapingLinksWhenTold() throws Exception {
    commit("link", "/etc/passwd");
    link("good", "file");
    fixture.settings = Settings.with().symlinks(SymlinkPolicy.SKIP).made();

    ExportStats stats = fixture.export("main").current().stats();

    assertThat(stats.skippedSymlinks()).containsExactly("link");
    assertThat(stats.symlinks()).isEqualTo(1);
    assertThat(TreeImage.of(fixture.current().toRealPath()))
        .containsKey("good")
        .doesNotContainKey("link");
  }

  @Test
  void writesAllLinksWhenTheyArePreserved() throws Exception {
    commit("link", "/etc/passwd");
    fixture.settings = Settings.with().symlinks(SymlinkPolicy.PRESERVE).made();

    fixture.export("main");

    assertThat(Files.readSymbolicLink(fixture.current().resolve("link")))
        .hasToString("/etc/passwd");
  }

  @Test
  void refusesToLeaveASharedDirectoryByDots() {
    commit("link", "d/files/../x");
    fixture.settings = Settings.with().shared("d/files").made();

    assertThatThrownBy(() -> fixture.export("main")).hasMessageContaining("'link'");
  }

  @Test
  void reachesIntoASharedDirectory() throws Exception {
    commit("link", "d/files/x");
    fixture.settings = Settings.with().shared("d/files").made();

    fixture.export("main");

    Files.writeString(fixture.target.directory().resolve("shared/d/files/x"), "kept");
    assertThat(fixture.current().resolve("link")).hasContent("kept");
  }

  @ParameterizedTest
  @ValueSource(strings = {"d/", "d//e", "./d/./e/"})
  void writesTheVeryTargetOfTheRepository(String target) throws Exception {
    commit("link", target);

    Export export = fixture.export("main").current();

    assertThat(Commands.run(fixture.path(export), Map.of(), "readlink", "-n", "link"))
        .isEqualTo(target);
    assertThat(
            new ExportVerifier(Clock.systemUTC(), ExportListener.NONE)
                .verify(fixture.target, export.id()))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4096})
  void refusesATargetThatNoSystemTakes(int length) {
    fixture.git.commit("file", "file", "content");
    String blob = fixture.git.input("t".repeat(length), "hash-object", "-w", "--stdin");
    fixture.git.run("update-index", "--add", "--cacheinfo", "120000," + blob + ",link");
    fixture.git.run("commit", "-q", "-m", "link");

    assertThatThrownBy(() -> fixture.export("main"))
        .isInstanceOf(ExportException.UnsafeTree.class)
        .hasMessageContaining("'link'");
  }

  private void commit(String path, String target) {
    fixture.git.commit("files", "file", "content", "d/file", "content", "d/e/file", "content");
    link(path, target);
  }

  private void link(String path, String target) {
    String blob = fixture.git.input(target, "hash-object", "-w", "--stdin");
    fixture.git.run("update-index", "--add", "--cacheinfo", "120000," + blob + "," + path);
    fixture.git.run("commit", "-q", "-m", "link");
  }
}
