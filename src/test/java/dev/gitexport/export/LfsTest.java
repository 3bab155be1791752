package dev.gitexport.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.git.GitException;
import dev.gitexport.git.Superproject;
import dev.gitexport.git.Treeish;
import dev.gitexport.test.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that git-lfs keeps in a clone.
final class LfsTest {

  private static final String BIG = "big content\n".repeat(1_000);

  @TempDir private Path directory = Path.of("");
  private ExportFixture fixture;

  @BeforeEach
  void makeRepository() {
    Requires.program("git-lfs");
    fixture = new ExportFixture(directory);
    fixture.git.run("lfs", "install", "--local");
    fixture.git.commit(
        "one",
        ".gitattributes",
        "*.bin filter=lfs diff=lfs merge=lfs -text\n",
        "a.bin",
        BIG,
        "b.txt",
        "b\n");
    fixture.settings = settings(true);
  }

  @Test
  void contentStandsWhereThePointerIs() throws IOException {
    Export export = export("main").current();

    assertThat(fixture.git.run("cat-file", "blob", "HEAD:a.bin"))
        .startsWith("version https://git-lfs");
    assertThat(fixture.current().resolve("a.bin")).hasContent(BIG);
    assertThat(export.rewritten())
        .containsEntry("a.bin", fixture.git.id("HEAD:a.bin").name())
        .hasSize(1);
    assertThat(verify(export)).isEmpty();
    fixture.settings = settings(false);
    export("main");
    assertThat(Files.readString(fixture.current().resolve("a.bin")))
        .startsWith("version https://git-lfs");
  }

  @Test
  void unchangedFilesAreLinkedAndNeedNoObject() throws IOException {
    Export first = export("main").current();
    fixture.git.commit("two", "b.txt", "c\n");
    forgetObjects();

    Export second = export("main").current();

    assertThat(second.stats().linkedFiles()).isEqualTo(2);
    assertThat(inode(second, "a.bin")).isEqualTo(inode(first, "a.bin"));
    assertThat(second.rewritten()).containsKey("a.bin");
    fixture.git.commit("three", "c.txt", "c\n");
    assertThat(inode(export("main").current(), "a.bin")).isEqualTo(inode(first, "a.bin"));
  }

  @Test
  void aMovedFileIsLinkedToo() throws IOException {
    Export first = export("main").current();
    fixture.git.run("mv", "a.bin", "moved.bin");
    fixture.git.commit("two");

    Export second = export("main").current();

    assertThat(inode(second, "moved.bin")).isEqualTo(inode(first, "a.bin"));
    assertThat(second.rewritten()).containsOnlyKeys("moved.bin");
    fixture.git.commit("three", "b.txt", "d\n");
    forgetObjects();
    assertThat(inode(export("main").current(), "moved.bin")).isEqualTo(inode(first, "a.bin"));
  }

  @Test
  void aPriorFileThatChangedIsWrittenFromItsObject() throws IOException {
    Export first = export("main").current();
    Path damaged = fixture.path(first).resolve("a.bin");
    Files.setLastModifiedTime(damaged, java.nio.file.attribute.FileTime.fromMillis(0));
    fixture.git.commit("two", "b.txt", "c\n");

    Export second = export("main").current();

    assertThat(second.stats().mismatches()).isOne();
    assertThat(inode(second, "a.bin")).isNotEqualTo(inode(first, "a.bin"));
    assertThat(fixture.current().resolve("a.bin")).hasContent(BIG);
    Files.setLastModifiedTime(
        fixture.path(second).resolve("a.bin"), java.nio.file.attribute.FileTime.fromMillis(0));
    fixture.git.commit("three", "b.txt", "d\n");
    forgetObjects();
    assertThatThrownBy(() -> export("main"))
        .isInstanceOf(GitException.StoreCorrupt.class)
        .hasMessageContaining("'a.bin'");
  }

  @Test
  void copiesNeedTheirObjects() throws IOException {
    fixture.sharing = Sharing.COPY;
    export("main");
    fixture.git.commit("two", "b.txt", "c\n");
    export("main");
    assertThat(fixture.current().resolve("a.bin")).hasContent(BIG);
    fixture.git.commit("three", "b.txt", "d\n");
    forgetObjects();

    assertThatThrownBy(() -> export("main"))
        .isInstanceOf(GitException.StoreCorrupt.class)
        .hasMessageContaining("git lfs fetch --all");
  }

  @Test
  void aDamagedObjectIsNeverWritten() throws IOException {
    try (Stream<Path> files = Files.walk(fixture.git.directory().resolve(".git/lfs/objects"))) {
      Path object = files.filter(Files::isRegularFile).findFirst().orElseThrow();
      object.toFile().setWritable(true);
      Files.writeString(object, BIG.replace('b', 'd'));
    }

    assertThatThrownBy(() -> export("main"))
        .isInstanceOf(GitException.StoreCorrupt.class)
        .hasMessageContaining("'a.bin'");
    assertThat(fixture.current()).doesNotExist();
  }

  @Test
  void onlyPointersWithTheAttributeAreFollowed() {
    String pointer = fixture.git.run("cat-file", "blob", "HEAD:a.bin") + "\n";
    fixture.git.run("lfs", "uninstall", "--local");
    fixture.git.run("config", "filter.lfs.clean", "cat");
    Map<String, String> files =
        Map.of(
            "plain.txt",
            pointer,
            "d/.gitattributes",
            "x.bin -filter\n",
            "d/x.bin",
            pointer,
            "text.bin",
            "no pointer\n",
            "padded.bin",
            pointer + "x\n",
            "long.bin",
            "l".repeat(1025));
    files.forEach(fixture.git::write);
    files.keySet().forEach(path -> fixture.git.run("add", path));
    fixture.git.run("commit", "-q", "-m", "two");

    Export export = export("main").current();

    assertThat(fixture.current().resolve("plain.txt")).hasContent(pointer);
    assertThat(fixture.current().resolve("d/x.bin")).hasContent(pointer);
    assertThat(fixture.current().resolve("text.bin")).hasContent("no pointer\n");
    assertThat(fixture.current().resolve("padded.bin")).hasContent(pointer + "x\n");
    assertThat(export.rewritten()).containsOnlyKeys("a.bin");
  }

  @Test
  void theAttributeCountsWhereExportAttributesDoNot() {
    fixture.git.commit("two", ".gitattributes", "*.bin filter=lfs\nb.txt export-ignore\n");
    fixture.settings = Settings.with().lfs(true).exportAttributes(false).made();

    export("main");

    assertThat(fixture.current().resolve("a.bin")).hasContent(BIG);
    assertThat(fixture.current().resolve("b.txt")).exists();
  }

  @Test
  void limitsHoldForTheContent() throws IOException {
    forgetObjects();
    fixture.limits = new Limits(1 << 20, 100, BIG.length() - 1);

    assertThatThrownBy(() -> export("main"))
        .isInstanceOf(ExportException.LimitExceeded.class)
        .hasMessageContaining("'a.bin'");
  }

  @Test
  void aFolderIsLinkedFromAPriorFolder() throws IOException {
    FolderExport folders = new FolderExport(Clock.systemUTC(), ExportListener.NONE);
    try (Superproject source = Superproject.of(fixture.open())) {
      var tree = source.resolve(new Treeish("main"));
      folder(folders, source, "one", List.of());
      folder(
          folders,
          source,
          "two",
          List.of(new FolderExportRequest.Prior(tree, directory.resolve("one"))));
    }

    assertThat(directory.resolve("two/a.bin")).hasContent(BIG);
    assertThat(Files.getAttribute(directory.resolve("two/a.bin"), "unix:ino"))
        .isEqualTo(Files.getAttribute(directory.resolve("one/a.bin"), "unix:ino"));
  }

  private void folder(
      FolderExport folders,
      Superproject source,
      String name,
      List<FolderExportRequest.Prior> priors) {
    folders.export(
        new FolderExportRequest(
            source.resolve(new Treeish("main")),
            source,
            directory.resolve(name),
            priors,
            true,
            fixture.settings,
            fixture.sharing,
            fixture.limits));
  }

  private List<Damage> verify(Export export) {
    return new ExportVerifier(Clock.systemUTC(), ExportListener.NONE)
        .verify(fixture.target, export.id());
  }

  private Object inode(Export export, String path) throws IOException {
    return Files.getAttribute(fixture.path(export).resolve(path), "unix:ino");
  }

  private void forgetObjects() throws IOException {
    Path objects = fixture.git.directory().resolve(".git/lfs");
    Files.move(objects, directory.resolve("forgotten" + System.nanoTime()));
  }

  private ExportOutcome export(String treeish) {
    return fixture.exportWhole(treeish);
  }

  private static ExportSettings settings(boolean lfs) {
    return Settings.with().lfs(lfs).made();
  }
}
