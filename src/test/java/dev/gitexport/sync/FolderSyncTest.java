package dev.gitexport.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.git.GitException;
import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.RealGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderSyncTest {

  @TempDir private Path directory;
  private Desk desk;

  @BeforeEach
  void makeDesk() {
    desk = Desk.make(directory);
  }

  @Test
  void changesThatHaveToWaitAreInNoCommitAndNothingElseIsDoneEither() {
    Desk ours = desk.write("a", "1");
    ours.sync();
    Desk theirs = ours.other("theirs");
    theirs.sync();
    theirs.write("b", "theirs").sync();
    ours.write("a", "2").write("c", "new");
    List<Pending> asked = new ArrayList<>();
    Predicate<Pending> never = pending -> !asked.add(pending);

    assertThat(ours.sync.sync(ours.request(), never))
        .isEqualTo(new SyncOutcome.Waiting(new Changes(1, 1, 0), List.of()));
    ours.sync.sync(ours.request(), never);

    assertThat(asked).hasSize(2);
    assertThat(asked.getFirst()).isEqualTo(asked.getLast());
    assertThat(asked.getFirst().changes()).isEqualTo(new Changes(1, 1, 0));
    assertThat(ours.pushed("a")).isEqualTo("1");
    assertThat(ours.folder.resolve("b")).doesNotExist();
    ours.write("c", "newer");
    ours.sync.sync(ours.request(), never);
    assertThat(asked.getLast()).isNotEqualTo(asked.getFirst());
    assertThat(ours.sync.sync(ours.request(), _ -> true)).isInstanceOf(SyncOutcome.Pushed.class);
    assertThat(ours.pushed("c")).isEqualTo("newer");
    assertThat(ours.sync.sync(ours.request(), never))
        .isInstanceOf(SyncOutcome.NothingToCommit.class);
    assertThat(asked).hasSize(3);
  }

  @Test
  void aFolderFillsAnEmptyRepository() {
    desk.write("a.txt", "a").write("sub/b.txt", "b");

    assertThat(desk.sync())
        .isInstanceOfSatisfying(
            SyncOutcome.Pushed.class,
            pushed -> assertThat(pushed.changes()).isEqualTo(new Changes(2, 0, 0)));
    assertThat(desk.pushedFiles()).isEqualTo("a.txt sub/b.txt");
    assertThat(desk.remote.run("log", "-1", "--format=%an <%ae> %s", "main"))
        .isEqualTo("gitexport <gitexport@localhost> ours: 2 added, 0 modified, 0 deleted");
    assertThat(desk.remote.run("fsck", "--strict")).isEmpty();
    assertThat(desk.folder.resolve(".git")).doesNotExist();
  }

  @Test
  void anUnchangedFolderIsNotCommittedAgain() {
    desk.write("a.txt", "a").sync();

    assertThat(desk.sync()).isInstanceOf(SyncOutcome.NothingToCommit.class);
    assertThat(desk.commits()).isEqualTo(1);
  }

  @Test
  void nothingAtAllIsNothingToCommit() {
    assertThat(desk.sync()).isEqualTo(new SyncOutcome.NothingToCommit("", List.of()));
    assertThat(desk.folder).isEmptyDirectory();
  }

  @Test
  void additionsChangesDeletionsModesAndLinksAreCommitted() throws IOException {
    desk.write("change", "1").write("delete", "1").write("mode", "1").write("keep", "1").sync();
    desk.write("change", "2").write("new/file", "1");
    desk.delete("delete");
    Files.setPosixFilePermissions(
        desk.folder.resolve("mode"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(desk.folder.resolve("link"), Path.of("/etc/passwd"));

    desk.sync();

    assertThat(desk.pushedFiles()).isEqualTo("change keep link mode new/file");
    assertThat(desk.pushed("change")).isEqualTo("2");
    assertThat(desk.pushed("link")).isEqualTo("/etc/passwd");
    assertThat(desk.remote.run("ls-tree", "main", "mode", "link"))
        .contains("100755 blob")
        .contains("120000 blob");
  }

  @Test
  void aChangeWithinATickOfTheClockIsSeen() throws IOException {
    desk.write("a.txt", "one").sync();
    FileTime time = Files.getLastModifiedTime(desk.folder.resolve("a.txt"));
    desk.write("a.txt", "two");
    Files.setLastModifiedTime(desk.folder.resolve("a.txt"), time);

    desk.sync();

    assertThat(desk.pushed("a.txt")).isEqualTo("two");
  }

  @Test
  void aFileBecomesADirectoryAndBack() {
    desk.write("x", "file").write("keep", "1").sync();
    desk.delete("x");
    desk.write("x/y", "below").sync();
    Desk other = desk.other("theirs");
    other.sync();
    desk.delete("x/y");
    desk.delete("x");
    desk.write("x", "file again").sync();

    other.sync();

    assertThat(other.read("x")).isEqualTo("file again");
  }

  @Test
  void ignoredFilesStayOut() {
    desk.settings = desk.settings.withIgnore(List.of("# comment", "*.tmp"));
    desk.write(".gitignore", "/build/\n*.log\n!keep.log\n")
        .write("build/out", "x")
        .write("a.tmp", "x")
        .write("b.log", "x")
        .write("keep.log", "x")
        .write("sub/.gitignore", "secret\n")
        .write("sub/secret", "x")
        .write("sub/c", "x");

    desk.sync();

    assertThat(desk.pushedFiles()).isEqualTo(".gitignore keep.log sub/.gitignore sub/c");
  }

  @Test
  void twoFoldersOnOneBranchShareTheirChanges() {
    Desk other = desk.other("theirs");
    desk.write("a", "1").sync();
    other.sync();
    other.write("b", "2").sync();
    desk.write("c", "3").sync();

    other.sync();

    assertThat(desk.read("b")).isEqualTo("2");
    assertThat(other.read("c")).isEqualTo("3");
    assertThat(desk.remote.run("log", "--merges", "main")).isEmpty();
    assertThat(desk.commits()).isEqualTo(3);
  }

  @Test
  void changesInOneFileAreJoined() {
    Desk other = desk.other("theirs");
    desk.write("a", "1\n2\n3\n4\n5\n6\n7\n8\n9\n").sync();
    other.sync();
    other.write("a", "one\n2\n3\n4\n5\n6\n7\n8\n9\n").sync();

    desk.write("a", "1\n2\n3\n4\n5\n6\n7\n8\nnine\n").sync();

    assertThat(desk.read("a")).isEqualTo("one\n2\n3\n4\n5\n6\n7\n8\nnine\n");
    assertThat(desk.pushed("a")).isEqualTo("one\n2\n3\n4\n5\n6\n7\n8\nnine");
  }

  @Test
  void theSameChangeOnBothSidesIsOneCommit() {
    Desk other = desk.other("theirs");
    desk.write("a", "1").sync();
    other.sync();
    other.write("a", "2").sync();

    desk.write("a", "2").sync();

    assertThat(desk.commits()).isEqualTo(2);
  }

  @Test
  void aRemoteDeletionReachesTheFolderButNotWhatIsNotCommitted() {
    Desk other = desk.other("theirs");
    desk.write("sub/a", "1").write("b", "1").sync();
    other.sync();
    other.delete("sub/a");
    other.sync();

    desk.sync();

    assertThat(desk.folder.resolve("sub")).doesNotExist();
    assertThat(desk.read("b")).isEqualTo("1");
  }

  @Test
  void anIgnoredFileInTheWayIsNeverOverwritten() {
    Desk other = desk.other("theirs");
    desk.settings = desk.settings.withIgnore(List.of("mine"));
    desk.write("a", "1").write("mine", "precious").sync();
    other.sync();
    other.write("mine", "theirs").sync();

    assertThatThrownBy(desk::sync)
        .isInstanceOf(SyncException.GuardTripped.class)
        .hasMessageContaining("mine");
    assertThat(desk.read("mine")).isEqualTo("precious");
  }

  @Test
  void aSymlinkIsNoWayOutOfTheFolder() throws IOException {
    Desk other = desk.other("theirs");
    Path outside = Files.createDirectory(directory.resolve("outside"));
    desk.settings = desk.settings.withIgnore(List.of("way"));
    desk.write("a", "1").sync();
    Files.createSymbolicLink(desk.folder.resolve("way"), outside);
    other.sync();
    other.write("way/out", "theirs").sync();

    assertThatThrownBy(desk::sync).isInstanceOf(SyncException.GuardTripped.class);
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void historyCanBeASingleCommit() {
    desk.settings = desk.settings.withKeepHistory(false);
    Desk other = desk.other("theirs");
    other.settings = desk.settings;
    desk.write("a", "1").sync();
    other.sync();
    other.write("b", "2").sync();

    desk.write("a", "3").sync();

    assertThat(desk.commits()).isEqualTo(1);
    assertThat(desk.pushedFiles()).isEqualTo("a b");
    assertThat(desk.pushed("a")).isEqualTo("3");
    assertThat(desk.sync()).isInstanceOf(SyncOutcome.NothingToCommit.class);
  }

  @Test
  void aFolderWithContentAsksBeforeItJoinsABranch() {
    desk.write("a", "1").sync();
    Desk other = desk.other("theirs").write("b", "2");

    assertThatThrownBy(other::sync).isInstanceOf(SyncException.FolderNotEmpty.class);

    other.settings = other.settings.withAdopt(true);
    other.sync();
    assertThat(desk.pushedFiles()).isEqualTo("a b");
    assertThat(other.read("a")).isEqualTo("1");
  }

  /// Committed, it would count as joined with what it was never compared to.
  @Test
  void aFolderThatWasNeverInStepIsNotCommittedWithoutItsBranch() {
    desk.write("a", "1").sync();
    Desk other = desk.other("theirs").write("b", "2");

    other.sync.keep(other.request());

    assertThatThrownBy(other::sync).isInstanceOf(SyncException.FolderNotEmpty.class);
    desk.write("a", "2");
    desk.sync.keep(desk.request());
    assertThat(desk.state.run("show", "main:a")).isEqualTo("2");
    assertThat(desk.pushed("a")).isEqualTo("1");
  }

  @Test
  void anUnreachableRemoteLosesNoCommit() throws IOException {
    desk.write("a", "1").sync();
    Path away = directory.resolve("away");
    Files.move(desk.remote.directory(), away);
    desk.write("a", "2");
    assertThatThrownBy(desk::sync).isInstanceOf(GitException.RepositoryUnreachable.class);
    Files.move(away, desk.remote.directory());

    desk.sync();

    assertThat(desk.pushed("a")).isEqualTo("2");
    assertThat(desk.commits()).isEqualTo(2);
  }

  @Test
  void aRefusalOfTheRemoteIsExplained() {
    desk.write("a", "1").sync();
    desk.remote.run("clone", "-q", ".", directory.resolve("work").toString());
    SyncRequest toWorkTree =
        new SyncRequest(
            "ours",
            desk.folder,
            desk.state.directory(),
            new Upstream.At(directory.resolve("work").toString(), GitNamespace.none()),
            "main",
            desk.settings,
            Set.of());
    desk.write("a", "2");

    assertThatThrownBy(() -> new FolderSync(Clock.systemUTC()).sync(toWorkTree))
        .isInstanceOf(SyncException.PushRefused.class)
        .hasMessageContaining("checked out");
  }

  @Test
  void aWorkTreeKeepsItsRepository() {
    RealGit work = RealGit.init(directory.resolve("work"));
    work.commit("first", "a", "1");
    work.write("b", "2");
    var request =
        new SyncRequest(
            "work",
            work.directory(),
            work.directory(),
            new Upstream.At(desk.remote.directory().toString(), GitNamespace.none()),
            "main",
            SyncSettings.DEFAULT,
            Set.of());

    new FolderSync(Clock.systemUTC()).sync(request);

    assertThat(work.run("status", "--porcelain")).isEmpty();
    assertThat(desk.pushedFiles()).isEqualTo("a b");
    assertThat(desk.commits()).isEqualTo(2);
  }

  @Test
  void closingLosesNothing() {
    desk.write("a", "1").sync();
    desk.write("a", "2");
    assertThatThrownBy(() -> desk.close(false)).isInstanceOf(SyncException.Unpushed.class);
    assertThat(desk.hasUnpushed()).isTrue();
    desk.sync();

    desk.close(false);

    assertThat(desk.folder).doesNotExist();
    assertThat(desk.state.directory()).doesNotExist();
  }

  @Test
  void aGitDirectoryInsideTheFolderIsRefused() {
    assertThatThrownBy(() ->
            new SyncRequest(
                "x",
                directory,
                directory.resolve("git"),
                new Upstream.None(),
                "main",
                desk.settings,
                Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withoutARemoteItIsCommittedOnly() {
    RealGit work = RealGit.init(directory.resolve("work"));
    work.commit("first", "a", "1");
    work.write("a", "2");
    var request =
        new SyncRequest(
            "work",
            work.directory(),
            work.directory(),
            new Upstream.None(),
            "main",
            SyncSettings.DEFAULT,
            Set.of());

    assertThat(new FolderSync(Clock.systemUTC()).sync(request))
        .isInstanceOf(SyncOutcome.Committed.class);
  }
}
