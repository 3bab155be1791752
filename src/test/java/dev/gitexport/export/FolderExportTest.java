package dev.gitexport.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.git.LocalRepository;
import dev.gitexport.git.Treeish;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The classic: a treeish into a new folder, linked from folders that were exported before.
final class FolderExportTest {

  private ExportFixture fixture;
  private Path directory = Path.of("");
  private boolean trust;

  @BeforeEach
  void makeFixture(@TempDir Path directory) {
    this.directory = directory;
    fixture = new ExportFixture(directory);
    fixture.git.commit("one", "a", "1", "d/b", "2", "c", "3");
    fixture.git.run("tag", "v1");
    fixture.git.commit("two", "c", "33");
    fixture.git.run("tag", "v2");
  }

  @Test
  void makesAFolderWithTheTreeAndNothingElse() {
    ExportStats stats = export("v1", "deep/down/v1");

    assertThat(TreeImage.of(folder("deep/down/v1")))
        .isEqualTo(Map.of("a", "file 1", "c", "file 3", "d", "directory", "d/b", "file 2"));
    assertThat(stats.files()).isEqualTo(3);
    assertThat(siblings("deep/down")).containsExactly("v1");
  }

  @Test
  void takesAnEmptyFolder() throws Exception {
    Files.createDirectory(folder("v1"));

    export("v1", "v1");

    assertThat(folder("v1").resolve("a")).hasContent("1");
  }

  @Test
  void refusesAFolderWithSomethingInIt() throws Exception {
    Files.writeString(Files.createDirectory(folder("v1")).resolve("mine"), "mine");
    Files.writeString(folder("file"), "mine");

    assertThatThrownBy(() -> export("v1", "v1")).isInstanceOf(ExportException.TargetNotEmpty.class);
    assertThatThrownBy(() -> export("v1", "file"))
        .isInstanceOf(ExportException.TargetNotEmpty.class);
    assertThat(siblings(".")).doesNotContain(".v1.gitexport");
    assertThat(TreeImage.of(folder("v1"))).isEqualTo(Map.of("mine", "file mine"));
  }

  @Test
  void linksWhatAPriorHas() throws Exception {
    export("v1", "v1");

    ExportStats stats = export("v2", "v2", "v1");

    assertThat(stats.linkedFiles()).isEqualTo(2);
    assertThat(stats.writtenBytes()).isEqualTo(2);
    assertThat(Files.isSameFile(folder("v1/a"), folder("v2/a"))).isTrue();
    assertThat(folder("v2/c")).hasContent("33");
  }

  @Test
  void readsAPriorBeforeItLinksFromIt() throws Exception {
    export("v1", "v1");
    tamper(folder("v1/a"));

    ExportStats stats = export("v2", "v2", "v1");

    assertThat(stats.linkedFiles()).isEqualTo(1);
    assertThat(folder("v2/a")).hasContent("1");
  }

  @Test
  void takesATrustedPriorUnread() throws Exception {
    export("v1", "v1");
    tamper(folder("v1/a"));
    trust = true;

    ExportStats stats = export("v2", "v2", "v1");

    assertThat(stats.linkedFiles()).isEqualTo(2);
    assertThat(folder("v2/a")).hasContent("X");
  }

  /// Other bytes of the same length at the same time: only reading tells.
  private static void tamper(Path file) throws Exception {
    FileTime time = Files.getLastModifiedTime(file);
    Files.delete(file);
    Files.writeString(file, "X");
    Files.setPosixFilePermissions(file, PosixModes.of(0444));
    Files.setLastModifiedTime(file, time);
  }

  @Test
  void prefersTheNewestPrior() throws Exception {
    export("v1", "v1");
    export("v2", "v2");

    export("v2^{tree}", "again", "v1", "v2");

    assertThat(Files.isSameFile(folder("again/a"), folder("v2/a"))).isTrue();
  }

  @Test
  void aPriorThatLacksFilesIsStillOne() throws Exception {
    export("v1", "v1");
    Files.delete(folder("v1/a"));

    assertThat(export("v2", "v2", "v1").linkedFiles()).isEqualTo(1);
  }

  @Test
  void refusesAPriorThatIsNotThere() {
    assertThatThrownBy(() -> export("v2", "v2", "v1"))
        .isInstanceOf(ExportException.InvalidRequest.class)
        .hasMessageContaining("v1");
  }

  @Test
  void doesNotLinkExpandedKeywords() {
    fixture.git.commit("three", ".gitattributes", "k export-subst\n", "k", "$Format:%s$ abcdefgh");
    fixture.git.run("tag", "v3");
    trust = true;
    export("v3", "v3");
    fixture.git.commit("four!");

    export("main", "v4", "v3");

    assertThat(folder("v4/k")).hasContent("four! abcdefgh");
  }

  @Test
  void refusesSharedDirectories() {
    fixture.settings = Settings.with().shared("files").made();

    assertThatThrownBy(() -> export("v1", "v1")).isInstanceOf(ExportException.InvalidRequest.class);
  }

  @Test
  void leavesNothingBehindWhenItIsRefused() {
    fixture.limits = new Limits(1, 100, 100);

    assertThatThrownBy(() -> export("v1", "v1")).isInstanceOf(ExportException.LimitExceeded.class);
    assertThat(siblings(".")).containsExactlyInAnyOrder("repository", "volume");
  }

  @Test
  void sweepsTheStagingOfADeadProcessOnly() throws Exception {
    Path dead = Files.createDirectory(folder(".v1.gitexport-999999999.1"));
    Path live =
        Files.createDirectory(folder(".v1.gitexport-" + ProcessHandle.current().pid() + ".1"));
    Path other = Files.createDirectory(folder(".v2.gitexport-999999999.1"));
    Path odd = Files.createDirectory(folder(".v1.gitexport-x.1"));

    export("v1", "v1");

    assertThat(dead).doesNotExist();
    assertThat(List.of(live, other, odd)).allMatch(Files::exists);
  }

  @Test
  void givesABareTreeTheTimeOfTheExport() throws Exception {
    export("v1^{tree}", "tree");
    export("v1:d", "part");

    assertThat(Files.getLastModifiedTime(folder("part/b")).toInstant())
        .isEqualTo(
            Instant.ofEpochSecond(
                Long.parseLong(fixture.git.run("log", "-1", "--format=%ct", "v1"))));
  }

  private ExportStats export(String treeish, String folder, String... priors) {
    try (LocalRepository repository = fixture.open()) {
      return new FolderExport(Clock.systemUTC(), ExportListener.NONE)
          .export(
              new FolderExportRequest(
                  repository.resolve(new Treeish(treeish)),
                  repository,
                  folder(folder),
                  List.of(priors).stream()
                      .map(prior ->
                          new FolderExportRequest.Prior(
                              repository.resolve(new Treeish(prior)), folder(prior)))
                      .toList(),
                  trust,
                  fixture.settings,
                  fixture.sharing,
                  fixture.limits));
    }
  }

  private Path folder(String name) {
    return directory.resolve(name);
  }

  private List<String> siblings(String name) {
    try {
      return ExportStore.names(folder(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
