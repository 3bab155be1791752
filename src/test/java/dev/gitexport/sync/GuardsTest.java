package dev.gitexport.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.test.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GuardsTest {

  @TempDir Path directory;
  private Desk desk;

  @BeforeEach
  void makeDesk() {
    desk = Desk.make(directory);
  }

  private void writeFiles(int count) {
    for (int i = 0; i < count; i++) {
      desk.write("f" + i, "content " + i);
    }
  }

  private void deleteFiles(int count) {
    for (int i = 0; i < count; i++) {
      desk.delete("f" + i);
    }
  }

  @Test
  void manyDeletionsAreRefusedUntilTheyAreReleased() {
    writeFiles(12);
    desk.sync();
    deleteFiles(7);
    assertThatThrownBy(desk::sync)
        .isInstanceOf(SyncException.GuardTripped.class)
        .hasMessageContaining("7 of 12 files");
    assertThat(desk.commits()).isEqualTo(1);

    desk.released = Set.of(Guard.DELETIONS);
    desk.sync();

    assertThat(desk.pushedFiles().split(" ")).hasSize(5);
  }

  @Test
  void deletionsAreCountedToo() {
    desk.settings = desk.settings.withLimits(new SyncLimits(10_000, MaxDeletions.parse("2")));
    writeFiles(12);
    desk.sync();
    deleteFiles(3);
    assertThatThrownBy(desk::sync)
        .isInstanceOf(SyncException.GuardTripped.class)
        .hasMessageContaining("3 of 12 files")
        .hasMessageContaining("maxDeletions is 2.");
    desk.write("f0", "content 0");

    desk.sync();

    assertThat(desk.pushedFiles().split(" ")).hasSize(10);
  }

  /// The record is what tells: a real mount needs root, and looks the same to the engine.
  @Test
  void aFolderOnAnotherMountDeletesNothing() throws IOException {
    writeFiles(3);
    desk.sync();
    Path mount = desk.state.directory().resolve("gitsync-mount");
    assertThat(Path.of(Files.readString(mount))).isDirectory();
    Files.writeString(mount, "/mnt/volume");
    desk.write("new", "1").sync();
    assertThat(mount).content().isNotEqualTo("/mnt/volume");
    Files.writeString(mount, "/mnt/volume");
    deleteFiles(1);

    assertThatThrownBy(desk::sync)
        .isInstanceOf(SyncException.GuardTripped.class)
        .hasMessageContaining("'mount'");

    desk.released = Set.of(Guard.MOUNT);
    desk.sync();
    assertThat(desk.pushedFiles()).isEqualTo("f1 f2 new");
  }

  @Test
  void deletionsOfAFewTrackedFilesPass() {
    writeFiles(10);
    desk.sync();
    deleteFiles(9);

    desk.sync();

    assertThat(desk.pushedFiles()).isEqualTo("f9");
  }

  @Test
  void aRenameIsNoDeletion() throws IOException {
    for (int i = 0; i < 12; i++) {
      desk.write("old/f" + i, "content " + i);
    }
    desk.sync();
    Files.move(desk.folder.resolve("old"), desk.folder.resolve("new"));

    assertThat(desk.sync()).isInstanceOf(SyncOutcome.Pushed.class);
  }

  @Test
  void anEmptyFolderDoesNotEmptyTheBranch() {
    writeFiles(2);
    desk.sync();
    deleteFiles(2);

    assertThatThrownBy(desk::sync)
        .isInstanceOf(SyncException.GuardTripped.class)
        .hasMessageContaining("empty");
  }

  @Test
  void anAbsentFolderDoesNotEmptyTheBranch() throws IOException {
    writeFiles(1);
    desk.sync();
    Files.move(desk.folder, directory.resolve("elsewhere"));

    assertThatThrownBy(desk::sync).isInstanceOf(SyncException.GuardTripped.class);
    assertThat(desk.folder).doesNotExist();
  }

  @Test
  void aLargeFileIsHeldBackAndNamed() {
    desk.settings = desk.settings.withLimits(new SyncLimits(10, MaxDeletions.parse("50%")));
    desk.write("large", "more than ten bytes").write("small", "1");

    SyncOutcome outcome = desk.sync();

    assertThat(outcome.heldBack()).extracting(HeldBack::path).containsExactly("large");
    assertThat(desk.pushedFiles()).isEqualTo("small");
    assertThatThrownBy(() -> desk.close(false)).isInstanceOf(SyncException.Unpushed.class);
    desk.released = Set.of(Guard.FILE_SIZE);
    assertThat(desk.sync().heldBack()).isEmpty();
    assertThat(desk.pushedFiles()).isEqualTo("large small");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN OPENSSH PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----",
        "token = ghp_0123456789abcdefghijABCDEFGHIJ012345",
        "glpat-0123456789abcdefghij",
        "AKIA0123456789ABCDEF",
        "xoxb-0123456789abcdefghij"
      })
  void aSecretIsHeldBackAndNamed(String content) {
    desk.write("key", content).write("page", "-----BEGIN PUBLIC KEY-----");

    SyncOutcome outcome = desk.sync();

    assertThat(outcome.heldBack()).extracting(HeldBack::path).containsExactly("key");
    assertThat(desk.pushedFiles()).isEqualTo("page");
  }

  @Test
  void aTrackedFileThatTurnsSecretKeepsItsFormerContent() {
    desk.write("a", "plain").sync();
    desk.write("a", "-----BEGIN RSA PRIVATE KEY-----");

    assertThat(desk.sync().heldBack()).hasSize(1);
    assertThat(desk.pushed("a")).isEqualTo("plain");
    desk.released = Set.of(Guard.SECRETS);
    desk.sync();
    assertThat(desk.pushed("a")).startsWith("-----BEGIN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sub/.git/HEAD", ".git/HEAD", "sub/.GIT/x", "sub/.git"})
  void aRepositoryInTheFolderIsRefused(String path) {
    desk.write(path, "x");

    assertThatThrownBy(desk::commit)
        .isInstanceOf(SyncException.GuardTripped.class)
        .hasMessageContaining("repository");
  }

  @Test
  void aLinkToWhatIsNoTextIsHeldBackAndNamed() {
    desk.write("a", "1");
    Commands.run(desk.folder, Map.of(), "sh", "-c", "ln -s \"$(printf 'b\\377')\" link");

    assertThat(desk.sync().heldBack()).extracting(HeldBack::path).containsExactly("link");
    assertThat(desk.pushedFiles()).isEqualTo("a");
  }

  /// Without, matching takes longer than anybody waits.
  @ParameterizedTest
  @ValueSource(strings = {"settings", "file", "file below"})
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void aPatternThatWouldTakeDaysIsRefused(String place) {
    String pattern = "*a*a*a*a*a*a*a*a*b";
    if (place.equals("settings")) {
      desk.settings = desk.settings.withIgnore(List.of(pattern));
    } else {
      desk.write(place.equals("file") ? ".gitignore" : "dir/.gitignore", pattern + "\n");
    }
    desk.write("dir/" + "a".repeat(200), "1");

    assertThatThrownBy(desk::sync)
        .isInstanceOf(SyncException.GuardTripped.class)
        .hasMessageContaining("stars")
        .hasMessageContaining("Use fewer");
  }

  @Test
  void rulesWithoutEndAreRefused() {
    desk.write(".gitignore", "a\n".repeat(1024 * 1024));

    assertThatThrownBy(desk::sync)
        .isInstanceOf(SyncException.GuardTripped.class)
        .hasMessageContaining("Use fewer rules");
  }

  @Test
  void whatIsNoFileIsNamed() {
    desk.write("a", "1");
    Commands.run(desk.folder, Map.of(), "mkfifo", "pipe");

    assertThat(desk.sync().heldBack()).extracting(HeldBack::path).containsExactly("pipe");
  }
}
