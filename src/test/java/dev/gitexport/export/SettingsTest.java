package dev.gitexport.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.files.GlobCost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a resource can say of the content of its exports.
final class SettingsTest {

  private ExportFixture fixture;

  @BeforeEach
  void makeFixture(@TempDir Path directory) {
    fixture = new ExportFixture(directory);
  }

  @Test
  void exportsWhatIsIncludedAndNotIgnored() {
    fixture.git.commit(
        "one",
        "public/a.html",
        "1",
        "public/a.md",
        "2",
        "public/deep/b.html",
        "3",
        "src/c.html",
        "4",
        "d.html",
        "5");
    fixture.settings = filtered(List.of("public/**", "/d.html"), "*.md\n# a comment\n");

    fixture.export("main");

    assertThat(files()).containsExactlyInAnyOrder("public/a.html", "public/deep/b.html", "d.html");
  }

  @Test
  void includesAWholeDirectoryByItsName() {
    fixture.git.commit("one", "x/public/a", "1", "x/b", "2");
    fixture.settings = filtered(List.of("public/"), "");

    fixture.export("main");

    assertThat(files()).containsExactly("x/public/a");
  }

  @Test
  void leavesOutAgainWhatANegativePatternNames() {
    fixture.git.commit("one", "p/a", "1", "p/b", "2");
    fixture.settings = filtered(List.of("p/*", "!p/b"), "");

    fixture.export("main");

    assertThat(files()).containsExactly("p/a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "", "# comment"})
  void refusesAnIncludeThatIsNoPattern(String pattern) {
    fixture.git.commit("one", "a", "1");
    fixture.settings = filtered(List.of(pattern), "");

    assertThatThrownBy(() -> fixture.export("main"))
        .isInstanceOf(ExportException.InvalidRequest.class);
  }

  @Test
  void takesBackWhatAnIgnoreLineNegates() {
    fixture.git.commit("one", "a.md", "1", "README.md", "2");
    fixture.settings = filtered(List.of(), "*.md\n!README.md\n");

    fixture.export("main");

    assertThat(files()).containsExactly("README.md");
  }

  @Test
  void refusesPatternsThatTakeForEver() {
    String name = "a".repeat(250);
    fixture.git.commit("one", name, "1");
    fixture.settings = filtered(List.of(), "*a*a*a*a*a*a*a*b");

    assertThatThrownBy(() -> fixture.export("main"))
        .isInstanceOf(ExportException.LimitExceeded.class)
        .hasMessageContaining("stars");

    fixture.settings = ExportSettings.DEFAULT;
    fixture.git.commit("two", ".gitattributes", "*a*a*a*a*a*a*a*b export-ignore\n");
    assertThatThrownBy(() -> fixture.export("main"))
        .hasMessageContaining("exportAttributes: false");

    fixture.settings = filtered(List.of("**/*", "a/**/b*"), "*.min.*.js\n**/x/**/y/**\n");
    fixture.git.commit("three", ".gitattributes", "*.min.* export-ignore\n");
    fixture.export("main");
  }

  @Test
  void countsStarsByPattern() {
    fixture.git.commit("one", "a ".repeat(125) + "a", "1");
    fixture.settings = filtered(List.of(), "* * * * * * * *b");
    assertThatThrownBy(() -> fixture.export("main"))
        .isInstanceOf(ExportException.LimitExceeded.class)
        .hasMessageContaining("8 stars");

    fixture.settings = filtered(List.of(), "# ************ text\n");
    fixture.git.commit(
        "two", ".gitattributes", "# ************ text\n[attr]******** text\n*.x ********\n");
    fixture.export("main");

    assertThat(GlobCost.stars("**/a*/**/*b*c")).isEqualTo(2);
    assertThat(GlobCost.stars("***/")).isEqualTo(3);
  }

  @Test
  void otherSettingsMakeAnotherExport() {
    fixture.git.commit("one", "a", "1", "b", "2");
    Export first = fixture.export("main").current();
    fixture.settings = filtered(List.of(), "b");

    Export second = fixture.export("main").current();

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(second.settings().hash()).isNotEqualTo(first.settings().hash());
    assertThat(second.stats().linkedFiles()).isEqualTo(1);
  }

  @Test
  void givesFilesTheModesThatAreAskedFor() throws Exception {
    fixture.git.commit("one", "d/plain", "1", "program", "2");
    fixture.git.run("update-index", "--chmod=+x", "program");
    fixture.git.run("commit", "-q", "-m", "executable");
    Export first = fixture.export("main").current();
    assertThat(modes("d", "d/plain", "program"))
        .containsExactly("rwxr-xr-x", "r--r--r--", "r-xr-xr-x");

    fixture.settings = permissions(new Permissions(Permissions.KEEP_GROUP, 0640, 0750));
    Export second = fixture.export("main").current();

    assertThat(modes("d", "d/plain", "program"))
        .containsExactly("rwxr-x---", "rw-r-----", "rwxr-x---");
    assertThat(second.stats().linkedFiles()).isZero();
    assertThat(Files.getPosixFilePermissions(fixture.path(first).resolve("program")))
        .isEqualTo(PosixFilePermissions.fromString("r-xr-xr-x"));
  }

  @Test
  void directoriesOutliveExports() throws Exception {
    fixture.git.commit("one", "data/files/.gitkeep", "", "data/a", "1");
    fixture.settings = shared("data/files", "cache");
    Export first = fixture.export("main").current();
    Files.writeString(fixture.current().resolve("data/files/upload"), "kept");
    fixture.git.commit("two", "data/a", "2");

    fixture.export("main");

    assertThat(fixture.current().resolve("data/files/upload")).hasContent("kept");
    assertThat(Files.readSymbolicLink(fixture.path(first).resolve("data/files")))
        .hasToString("../../../shared/data/files");
    assertThat(fixture.target.directory().resolve("shared/cache")).isDirectory();
    assertThat(fixture.current().resolve("data/files/.gitkeep")).doesNotExist();
  }

  @Test
  void sharesADirectoryThatTheTreeDoesNotHave() throws Exception {
    fixture.git.commit("one", "a", "1");
    fixture.settings = shared("x/y/z");

    fixture.export("main");

    assertThat(Files.readSymbolicLink(fixture.current().resolve("x/y/z")))
        .hasToString("../../../../shared/x/y/z");
  }

  @Test
  void refusesToShareAFile() {
    fixture.git.commit("one", "data", "a file");
    fixture.settings = shared("data");

    assertThatThrownBy(() -> fixture.export("main"))
        .isInstanceOf(ExportException.UnsafeTree.class)
        .hasMessageContaining("'data'");
  }

  @Test
  void neverFollowsASymlinkInTheSharedDirectories(@TempDir Path elsewhere) throws Exception {
    fixture.git.commit("one", "a", "1");
    fixture.settings = shared("files");
    fixture.export("main");
    Files.delete(fixture.target.directory().resolve("shared/files"));
    Files.createSymbolicLink(fixture.target.directory().resolve("shared/files"), elsewhere);
    fixture.settings = shared("files/deep");

    assertThatThrownBy(() -> fixture.export("main"))
        .isInstanceOf(ExportException.PathNotOwned.class);
    assertThat(elsewhere).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/etc", "a//b", "a/../b", "./a", "a/"})
  void refusesASharedPathThatIsNoPlainPath(String path) {
    assertThatThrownBy(() -> shared(path)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesSharedPathsInsideEachOther() {
    assertThatThrownBy(() -> shared("a", "a/b")).hasMessageContaining("inside each other");
  }

  @Test
  void refusesMoreThanTheLimits() {
    fixture.git.commit("one", "a", "12345", "b", "12345");

    assertLimit(new Limits(9, 10, 10), "limits.maxBytes");
    assertLimit(new Limits(100, 1, 10), "limits.maxFiles");
    assertLimit(new Limits(100, 10, 4), "'a' has 5 bytes");
    fixture.limits = new Limits(10, 2, 5);
    fixture.export("main");
  }

  @Test
  void refusesALimitThatNoIndexCanHold() {
    assertThatThrownBy(() -> new Limits(1L << 40, 1, 1L << 32)).hasMessageContaining("4Gi");
  }

  @Test
  void countsABlobUnderManyNamesManyTimes() {
    fixture.git.commit("one", "a", "12345", "b", "12345");
    fixture.export("main");
    fixture.git.commit("two", "c", "12345");

    assertLimit(new Limits(14, 10, 10), "limits.maxBytes");
  }

  @Test
  void makesSubmodulesEmptyDirectoriesAndNamesThem() {
    fixture.git.commit("one", "a", "1");
    String commit = fixture.git.run("rev-parse", "HEAD");
    fixture.git.run("update-index", "--add", "--cacheinfo", "160000," + commit + ",lib/sub");
    fixture.git.run("commit", "-q", "-m", "submodule");

    Export export = fixture.export("main").current();

    assertThat(export.stats().submodules()).containsExactly("lib/sub");
    assertThat(fixture.current().resolve("lib/sub")).isEmptyDirectory();
  }

  @Test
  void copiesWhenAskedToAndKeepsTheTimes() throws Exception {
    fixture.git.commit("one", "a", "1", "b", "2");
    Export first = fixture.export("main").current();
    fixture.git.commit("two", "b", "3");
    fixture.sharing = Sharing.COPY;

    Export second = fixture.export("main").current();

    assertThat(second.stats().linkedFiles()).isZero();
    assertThat(second.stats().refusedLinks()).isZero();
    assertThat(Files.getLastModifiedTime(fixture.path(second).resolve("a")))
        .isEqualTo(Files.getLastModifiedTime(fixture.path(first).resolve("a")));
    assertThat(
            Files.isSameFile(fixture.path(second).resolve("a"), fixture.path(first).resolve("a")))
        .isFalse();
  }

  @Test
  void writesAnewWhatSomebodyChangedInAPrior() throws Exception {
    fixture.git.commit("one", "a", "1", "b", "2");
    Export first = fixture.export("main").current();
    Path tampered = fixture.path(first).resolve("a");
    Files.delete(tampered);
    Files.writeString(tampered, "evil");
    Files.delete(fixture.path(first).resolve("b"));
    fixture.git.commit("two", "c", "3");

    Export second = fixture.export("main").current();

    assertThat(second.stats().mismatches()).isEqualTo(2);
    assertThat(fixture.current().resolve("a")).hasContent("1");
    assertThat(fixture.current().resolve("b")).hasContent("2");
  }

  /// A symlink in the place of a prior's directory leads to another tenant's file of the same size
  /// and time.
  @Test
  void neverLinksThroughASymlinkInAPrior(@TempDir Path elsewhere) throws Exception {
    fixture.git.commit("one", "s/key", "mine", "a", "1");
    Export first = fixture.export("main").current();
    Path mine = fixture.path(first).resolve("s/key");
    Path secret = elsewhere.resolve("key");
    Files.writeString(secret, "TOPS");
    Files.setPosixFilePermissions(secret, PosixModes.of(0444));
    Files.setLastModifiedTime(secret, Files.getLastModifiedTime(mine));
    Files.delete(mine);
    Files.delete(mine.getParent());
    Files.createSymbolicLink(mine.getParent(), elsewhere);
    fixture.git.commit("two", "a", "2");

    Export second = fixture.export("main").current();

    assertThat(fixture.current().resolve("s/key")).hasContent("mine");
    assertThat(second.stats().mismatches()).isEqualTo(1);
  }

  private void assertLimit(Limits limits, String message) {
    fixture.limits = limits;
    assertThatThrownBy(() -> fixture.export("main"))
        .isInstanceOf(ExportException.LimitExceeded.class)
        .hasMessageContaining(message);
  }

  private List<String> files() {
    return TreeImage.of(fixture.current().resolve(".")).entrySet().stream()
        .filter(entry -> !entry.getValue().equals("directory"))
        .map(Map.Entry::getKey)
        .toList();
  }

  private List<String> modes(String... paths) throws Exception {
    List<String> modes = new ArrayList<>();
    for (String path : paths) {
      modes.add(
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(fixture.current().resolve(path))));
    }
    return modes;
  }

  private static ExportSettings filtered(List<String> include, String ignore) {
    return Settings.with().include(include).ignore(ignore).made();
  }

  private static ExportSettings permissions(Permissions permissions) {
    return Settings.with().permissions(permissions).made();
  }

  private static ExportSettings shared(String... paths) {
    return Settings.with().shared(paths).made();
  }
}
