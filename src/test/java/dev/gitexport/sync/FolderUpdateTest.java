package dev.gitexport.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.sync.FaultPoints.FaultPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What others do to a folder while it is brought to what the remote has.
final class FolderUpdateTest {

  @TempDir Path directory;
  private Desk desk;
  private Desk other;

  @BeforeEach
  void makeDesks() {
    desk = Desk.make(directory);
    desk.write("dir/a", "1").write("b", "1").sync();
    other = desk.other("theirs");
    other.sync();
  }

  @FunctionalInterface
  private interface Deed {
    void run() throws IOException;
  }

  /// Right after a step somebody else does something.
  private void meanwhile(FaultPoint step, Deed deed) {
    desk.sync =
        new FolderSync(
            Clock.systemUTC(),
            point -> {
              if (point == step) {
                desk.sync = new FolderSync(Clock.systemUTC());
                try {
                  deed.run();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
            });
  }

  @Test
  void aParentThatBecomesASymlinkIsNoWayOut() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("a"), "1");
    other.write("dir/a", "2").sync();
    meanwhile(
        FaultPoint.FILE_WRITTEN,
        () -> {
          Files.move(desk.folder.resolve("dir"), directory.resolve("moved"));
          Files.createSymbolicLink(desk.folder.resolve("dir"), outside);
        });

    desk.sync();

    assertThat(outside.resolve("a")).hasContent("1");
    assertThat(outside).isDirectoryNotContaining("glob:**/.gitsync-*");
    assertThat(directory.resolve("moved/a")).hasContent("2");
  }

  @Test
  void whatIsWrittenToAFileAsItIsReplacedStays() throws IOException {
    other.write("b", "theirs").sync();
    meanwhile(FaultPoint.REPLACING, () -> desk.write("b", "written in the last moment"));

    desk.sync();

    assertThat(desk.read("b")).isEqualTo("written in the last moment");
    desk.sync();
    assertThat(desk.pushed("b")).isEqualTo("written in the last moment");
  }

  /// As most editors save.
  @Test
  void whatIsRenamedToAFileAsItIsReplacedStays() throws IOException {
    other.write("b", "theirs").sync();
    meanwhile(FaultPoint.REPLACING, () -> saveByRename("b", "saved in the last moment"));

    desk.sync();

    assertThat(desk.read("b")).isEqualTo("saved in the last moment");
    desk.sync();
    assertThat(desk.pushed("b")).isEqualTo("saved in the last moment");
    assertThat(desk.folder).isDirectoryNotContaining("glob:**/.gitsync-*");
  }

  private void saveByRename(String path, String content) throws IOException {
    Path fresh = Files.writeString(directory.resolve("saved"), content);
    Files.move(fresh, desk.folder.resolve(path), StandardCopyOption.ATOMIC_MOVE);
  }

  /// Somebody has written before the file was replaced, and somebody saves right after it: one of
  /// the two is in the folder, the other in a ref.
  @Test
  void ofTwoChangesInOneMomentBothAreKept() throws IOException {
    other.write("b", "theirs").sync();
    var meanwhile = new AtomicBoolean();
    desk.sync =
        new FolderSync(
            Clock.systemUTC(),
            point -> {
              try {
                if (point == FaultPoint.REPLACING && !meanwhile.get()) {
                  saveByRename("b", "first");
                }
                if (point == FaultPoint.FILE_REPLACED && !meanwhile.getAndSet(true)) {
                  saveByRename("b", "second");
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });

    desk.sync();
    desk.sync = new FolderSync(Clock.systemUTC());
    desk.sync();

    assertThat(desk.read("b")).isEqualTo("first");
    String lost = desk.state.run("for-each-ref", "--format=%(refname)", "refs/gitsync/lost");
    assertThat(
            desk.state.run(
                "log", "-p", "--format=", "--no-walk", lost.lines().findFirst().orElseThrow()))
        .contains("+second");
  }

  @Test
  void whatIsDeletedAsItIsReplacedStaysDeleted() {
    other.write("b", "theirs").sync();
    meanwhile(FaultPoint.REPLACING, () -> desk.delete("b"));

    desk.sync();

    assertThat(desk.folder.resolve("b")).doesNotExist();
    assertThat(desk.folder).isDirectoryNotContaining("glob:**/.gitsync-*");
  }

  /// Only the very names that runs give are theirs.
  @Test
  void aFileWithAlmostTheNameOfALeftoverIsAFile() {
    desk.write(".gitsync-notes.tmp", "1").write(".gitsync-notes.old", "2");

    desk.sync();

    assertThat(desk.pushed(".gitsync-notes.tmp") + desk.pushed(".gitsync-notes.old"))
        .isEqualTo("12");
    assertThat(desk.read(".gitsync-notes.tmp")).isEqualTo("1");
  }

  /// It holds what somebody put there: no run may fail for ever of it, or delete it.
  @Test
  void aDirectoryWithTheNameOfALeftoverIsLeftAlone() {
    desk.write(".gitsync-00000005-0000-4000-8000-000000000000.old/precious", "1").write("b", "2");

    desk.sync();

    assertThat(desk.pushed("b")).isEqualTo("2");
    assertThat(desk.read(".gitsync-00000005-0000-4000-8000-000000000000.old/precious"))
        .isEqualTo("1");
  }

  @Test
  void whatIsWrittenAsLongAndAsOldAsWhatItReplacesStays() throws IOException {
    other.write("b", "2").sync();
    meanwhile(
        FaultPoint.REPLACING,
        () -> {
          FileTime time = Files.getLastModifiedTime(desk.folder.resolve("b"));
          desk.write("b", "3");
          Files.setLastModifiedTime(desk.folder.resolve("b"), time);
        });

    desk.sync();

    assertThat(desk.read("b")).isEqualTo("3");
  }

  @Test
  void whatIsWrittenToAFileAsItIsDeletedStays() throws IOException {
    other.delete("b");
    other.sync();
    meanwhile(
        FaultPoint.FILE_DELETED,
        () -> {
          try (var files = Files.newDirectoryStream(desk.folder, ".gitsync-*.old")) {
            Files.writeString(files.iterator().next(), "written in the last moment");
          }
        });

    desk.sync();

    assertThat(desk.read("b")).isEqualTo("written in the last moment");
  }

  @Test
  void whatAKilledRunLeftIsSweptAndNothingOfItLost() throws IOException {
    desk.write(".gitsync-00000001-0000-4000-8000-000000000000.tmp", "half")
        .write("dir/.gitsync-00000002-0000-4000-8000-000000000000.old", "1");
    desk.write(".gitsync-00000003-0000-4000-8000-000000000000.old", "only copy");
    Files.createSymbolicLink(
        desk.folder.resolve(".gitsync-00000004-0000-4000-8000-000000000000.old"),
        Path.of("only/link"));

    assertThat(desk.sync()).isInstanceOf(SyncOutcome.NothingToCommit.class);

    assertThat(desk.folder).isDirectoryNotContaining("glob:**/.gitsync-*");
    assertThat(desk.folder.resolve("dir")).isDirectoryNotContaining("glob:**/.gitsync-*");
    String lost = desk.state.run("for-each-ref", "--format=%(refname)", "refs/gitsync/lost");
    assertThat(lost.lines()).hasSize(2);
    assertThat(desk.state.run("log", "-p", "--format=", lost.lines().toArray(String[]::new)[0]))
        .contains("only");
    assertThat(desk.pushedFiles()).isEqualTo("b dir/a");
  }

  @Test
  void anIndexThatWasNotYetOnTheDiskIsMadeAnew() throws IOException {
    Files.write(desk.state.directory().resolve("index"), new byte[0]);
    desk.write("b", "2");

    desk.sync();

    assertThat(desk.pushed("b")).isEqualTo("2");
    assertThat(desk.pushedFiles()).isEqualTo("b dir/a");
  }

  @Test
  void aHeldDirectoryIsReachedWithoutSymlinks() throws IOException {
    Files.createSymbolicLink(desk.folder.resolve("link"), directory);

    assertThatThrownBy(() -> HeldDirectory.open(desk.folder, "link", true).close())
        .isInstanceOf(NotDirectoryException.class);
    assertThatThrownBy(() -> HeldDirectory.open(desk.folder, "b/x", true).close())
        .isInstanceOf(NotDirectoryException.class);
    assertThatThrownBy(() -> HeldDirectory.open(desk.folder, "none", false).close())
        .isInstanceOf(NoSuchFileException.class);
    try (var held = HeldDirectory.open(desk.folder, "x/y", true)) {
      held.sync();
      Files.writeString(held.path().resolve("z"), "1");
    }
    assertThat(desk.read("x/y/z")).isEqualTo("1");
  }
}
