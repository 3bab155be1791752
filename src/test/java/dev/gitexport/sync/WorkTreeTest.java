package dev.gitexport.sync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.git.GitException;
import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.RealGit;
import dev.gitexport.git.WorkTree;
import dev.gitexport.sync.FaultPoints.FaultPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkTreeTest {

  @TempDir Path directory;
  private Desk desk;
  private RealGit work;

  @BeforeEach
  void cloneTheRemote() {
    desk = Desk.make(directory);
    desk.write("a", "1").write("b", "1").sync();
    desk.remote.run("clone", "-q", ".", directory.resolve("work").toString());
    work = desk.remote.in(directory.resolve("work"));
  }

  private SyncOutcome syncWork() {
    return syncWork(FaultPoints.NONE);
  }

  private SyncOutcome syncWork(FaultPoints faults) {
    return syncWork("main", faults);
  }

  private SyncOutcome syncWork(String branch, FaultPoints faults) {
    return new FolderSync(Clock.systemUTC(), faults).sync(request(branch));
  }

  private SyncRequest request(String branch) {
    return new SyncRequest(
        "team/work",
        work.directory(),
        work.directory(),
        new Upstream.At(desk.remote.directory().toString(), GitNamespace.none()),
        branch,
        SyncSettings.DEFAULT.withMessage("{namespace}/{name}"),
        Set.of());
  }

  private void mergeASideBranch(String path, String content) {
    work.run("switch", "-q", "-c", "side");
    work.commit("side", path, content);
    work.run("switch", "-q", "main");
    work.commit("main", "main", "1");
    work.run("merge", "-q", "--no-ff", "-m", "merge", "side");
  }

  @Test
  void aMergeIsMergedNotReplayed() {
    mergeASideBranch("side", "1");
    desk.write("desk", "1").sync();

    syncWork();

    assertThat(desk.pushedFiles()).isEqualTo("a b desk main side");
    assertThat(desk.remote.run("rev-list", "--merges", "--count", "main")).isEqualTo("2");
    assertThat(work.run("status", "--porcelain")).isEmpty();
  }

  @Test
  void aMergeThatConflictsIsReported() {
    mergeASideBranch("a", "side");
    desk.write("a", "desk").sync();

    assertThat(syncWork()).isInstanceOf(SyncOutcome.Conflicted.class);
  }

  @Test
  void anUnfinishedMergeIsRefused() {
    work.run("switch", "-q", "-c", "side");
    work.commit("side", "a", "side");
    work.run("switch", "-q", "main");
    work.commit("main", "a", "main");
    work.ask(new byte[0], "merge", "-q", "side");

    assertThatThrownBy(this::syncWork)
        .isInstanceOf(SyncException.GuardTripped.class)
        .hasMessageContaining("merge");
  }

  /// A commit of ours would have one parent, and end what was begun.
  @ParameterizedTest
  @ValueSource(strings = {"merge", "cherry-pick", "revert", "am"})
  void whatIsBegunAndAllButFinishedIsRefused(String command) {
    work.commit("first", "a", "first");
    work.run("switch", "-q", "-c", "side");
    work.commit("side", "a", "side");
    work.run("switch", "-q", "main");
    work.commit("main", "a", "main");
    byte[] patch = (work.run("format-patch", "-1", "--stdout", "side") + "\n").getBytes(UTF_8);
    var conflicts = work.ask(patch, words(command));
    assertThat(conflicts.code()).as(conflicts.errors()).isNotZero();
    work.write("a", "both");
    work.run("add", "a");
    String before = work.run("rev-parse", "main");

    assertThatThrownBy(this::syncWork)
        .isInstanceOf(SyncException.GuardTripped.class)
        .hasMessageContaining(command + " is not finished");

    assertThat(work.run("rev-parse", "main")).isEqualTo(before);
    assertThat(desk.commits()).isEqualTo(1);
  }

  private static String[] words(String command) {
    return switch (command) {
      case "am" -> new String[] {"am", "-q", "-3"};
      case "revert" -> new String[] {"revert", "--no-edit", "main~1"};
      default -> new String[] {command, "side"};
    };
  }

  @Test
  void aRebaseThatIsNotFinishedIsNamed() {
    work.run("switch", "-q", "-c", "side");
    work.commit("side", "a", "side");
    work.run("switch", "-q", "main");
    work.commit("main", "a", "main");
    work.ask(new byte[0], "rebase", "-q", "side");

    assertThatThrownBy(() -> WorkTree.at(work.directory()))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("a rebase is not finished there")
        .hasMessageContaining("abort it");
  }

  /// Its files would be somebody's configuration, or another directory's.
  @ParameterizedTest
  @ValueSource(strings = {"remote.git", "work/.git", "remote", "other", "work/sub"})
  void whatIsNoWorkTreeIsRefused(String place) throws IOException {
    Files.createDirectories(work.directory().resolve("sub"));
    Files.createDirectories(directory.resolve("remote"));
    desk.remote.run("clone", "-q", ".", directory.resolve("other").toString());
    work.in(directory.resolve("other")).run("config", "core.worktree", "../../sub");
    Path folder = directory.resolve(place);
    String before = desk.remote.run("rev-parse", "main");

    assertThatThrownBy(() -> WorkTree.at(folder))
        .isInstanceOf(GitException.RepositoryUnreachable.class);
    assertThatThrownBy(() ->
            new FolderSync(Clock.systemUTC())
                .commit(
                    new SyncRequest(
                        "x",
                        folder,
                        folder,
                        new Upstream.None(),
                        "main",
                        SyncSettings.DEFAULT,
                        Set.of())))
        .isInstanceOf(GitException.RepositoryUnreachable.class);

    assertThat(desk.remote.run("rev-parse", "main")).isEqualTo(before);
  }

  private void changeBothSides() {
    desk.write("a", "desk").sync();
    work.write("b", "work");
  }

  @ParameterizedTest
  @EnumSource(names = {"OBJECTS_WRITTEN", "FETCHED", "PUSHED"})
  void whoChangesBranchesMeanwhileFindsItAsItWas(FaultPoint point) {
    work.run("branch", "side");
    String side = work.run("rev-parse", "side");
    changeBothSides();

    assertThatThrownBy(() -> syncWork(at(point, () -> work.run("switch", "-q", "-f", "side"))))
        .isInstanceOf(SyncException.Locked.class)
        .hasMessageContaining("refs/heads/side")
        .hasMessageContaining("Try again");

    assertThat(work.run("rev-parse", "side")).isEqualTo(side);
    assertThat(work.run("status", "--porcelain")).isEmpty();
    syncWork("side", FaultPoints.NONE);
    assertThat(work.run("rev-parse", "side")).isEqualTo(side);
  }

  @ParameterizedTest
  @EnumSource(names = {"FETCHED", "HANDED_OVER", "PUSHED"})
  void whoCommitsMeanwhileLosesNothing(FaultPoint point) throws IOException {
    changeBothSides();

    syncWork(at(point, () -> work.commit("mine", "mine", "1")));

    assertThat(desk.pushedFiles()).isEqualTo("a b mine");
    assertThat(desk.pushed("a") + desk.pushed("b")).isEqualTo("deskwork");
    assertThat(desk.remote.run("log", "--format=%s", "main").lines()).contains("mine");
    assertThat(work.run("status", "--porcelain")).isEmpty();
    assertThat(Files.readString(work.directory().resolve("a"))).isEqualTo("desk");
  }

  /// The branch is not where the killed run would have moved it from.
  @ParameterizedTest
  @EnumSource(names = {"FOLDER_UPDATED", "BRANCH_MOVED"})
  void whoCommitsAfterAKilledRunLosesNothing(FaultPoint point) {
    changeBothSides();
    assertThatThrownBy(() ->
            syncWork(
                at(
                    point,
                    () -> {
                      throw new IllegalStateException("killed");
                    })))
        .hasMessage("killed");
    work.commit("mine", "mine", "1");

    syncWork();

    assertThat(desk.pushedFiles()).isEqualTo("a b mine");
    assertThat(desk.pushed("a") + desk.pushed("b")).isEqualTo("deskwork");
    assertThat(desk.remote.run("log", "--format=%s", "main").lines()).contains("mine");
    assertThat(work.run("status", "--porcelain")).isEmpty();
  }

  /// Does something the first time that a run comes there.
  private static FaultPoints at(FaultPoint point, Runnable deed) {
    var isDone = new AtomicBoolean();
    return reached -> {
      if (reached == point && isDone.compareAndSet(false, true)) {
        deed.run();
      }
    };
  }

  /// As another git holds them, or one that was killed left them.
  @ParameterizedTest
  @ValueSource(strings = {"refs/heads/main", "index", "refs/remotes/origin/main"})
  void aLockIsNamedAndOnceItIsGoneTheChangeIsPushed(String locked) throws IOException {
    Path lock = work.directory().resolve(".git").resolve(locked + ".lock");
    Files.createFile(lock);
    work.write("a", "2");

    assertThatThrownBy(this::syncWork)
        .isInstanceOf(SyncException.Locked.class)
        .hasMessageContaining(lock + " is there")
        .hasMessageContaining("delete that file");

    assertThat(lock).exists();
    Files.delete(lock);
    syncWork();
    assertThat(desk.pushed("a")).isEqualTo("2");
    assertThat(desk.commits()).isEqualTo(2);
    assertThat(work.run("status", "--porcelain")).isEmpty();
  }

  @Test
  void aSparseWorkTreeDeletesNothing() throws IOException {
    work.run("update-index", "--skip-worktree", "b");
    Files.delete(work.directory().resolve("b"));
    work.write("a", "2");

    syncWork();

    assertThat(desk.pushedFiles()).isEqualTo("a b");
    assertThat(desk.remote.run("log", "-1", "--format=%s", "main")).isEqualTo("team/work");
  }

  @Test
  void aFileThatASparseWorkTreeLeavesOutMayChangeAtTheRemote() throws IOException {
    work.run("update-index", "--skip-worktree", "b");
    Files.delete(work.directory().resolve("b"));
    desk.write("b", "2").sync();
    work.write("a", "2");

    syncWork();

    assertThat(desk.pushed("a") + desk.pushed("b")).isEqualTo("22");
    assertThat(work.directory().resolve("b")).doesNotExist();
    assertThat(work.run("status", "--porcelain")).isEmpty();
    assertThat(work.run("ls-files", "-t", "b")).isEqualTo("S b");
  }

  /// Forms of the index that git may choose, and that are not read here.
  @ParameterizedTest
  @ValueSource(strings = {"--split-index", "sparse"})
  void anIndexOfAnotherFormIsExplained(String form) {
    desk.write("dir/f", "1").sync();
    work.run("pull", "-q");
    if (form.equals("sparse")) {
      work.run("sparse-checkout", "set", "--cone", "--sparse-index", "none");
    } else {
      work.run("update-index", form);
    }

    assertThatThrownBy(this::syncWork)
        .isInstanceOf(SyncException.FolderFailed.class)
        .hasMessageContaining("--no-s");
  }

  /// As LFS does it: in the work tree are the files themselves, in commits what stands for them.
  @ParameterizedTest
  @ValueSource(strings = {"x.bin filter=shout", "x.bin working-tree-encoding=UTF-16LE"})
  void whatIsFilteredIsHeldBackAndNamed(String attributes) throws IOException {
    work.run("config", "filter.shout.clean", "tr a-z A-Z");
    work.run("config", "core.checkStat", "minimal"); // as git does without it in one second
    work.write(".gitattributes", attributes + "\n");
    writeLongAgo("x.bin", "aa");
    work.run("add", "-A");
    work.run("commit", "-q", "-m", "filtered");
    String committed = work.run("rev-parse", "main:x.bin");
    writeLongAgo("x.bin", "bb");
    work.write("b", "2");

    for (int i = 0; i < 2; i++) {
      assertThat(syncWork().heldBack())
          .singleElement()
          .satisfies(held -> assertThat(held.path()).isEqualTo("x.bin"))
          .satisfies(held -> assertThat(held.why()).contains("commit it with git"));
    }

    assertThat(desk.remote.run("rev-parse", "main:x.bin")).isEqualTo(committed);
    assertThat(desk.pushed("b")).isEqualTo("2");
    assertThat(Files.readString(work.directory().resolve("x.bin"))).isEqualTo("bb");
    work.run("commit", "-q", "-a", "-m", "with git");
    assertThat(syncWork().heldBack()).isEmpty();
    assertThat(desk.remote.run("rev-parse", "main:x.bin")).isNotEqualTo(committed);
  }

  private void writeLongAgo(String path, String content) throws IOException {
    work.write(path, content);
    Files.setLastModifiedTime(work.directory().resolve(path), FileTime.from(Instant.EPOCH));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsNewAndFilteredByNewRulesIsHeldBackToo(boolean waits) {
    work.write("dir/.gitattributes", "*.bin filter=lfs\n*.txt -filter\n");
    work.write("dir/x.bin", "large");
    work.write("dir/y.txt", "text");

    SyncOutcome outcome =
        new FolderSync(Clock.systemUTC()).sync(request("main"), pending -> !waits);

    assertThat(outcome.heldBack()).extracting(HeldBack::path).containsExactly("dir/x.bin");
    assertThat(outcome instanceof SyncOutcome.Waiting).isEqualTo(waits);
    assertThat(desk.pushedFiles()).isEqualTo(waits ? "a b" : "a b dir/.gitattributes dir/y.txt");
  }

  @Test
  void aSubmoduleStaysWhatItIs() {
    RealGit inner = RealGit.init(directory.resolve("inner"));
    inner.commit("inner", "x", "1");
    work.run(
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "add",
        "-q",
        inner.directory().toString(),
        "sub");
    work.run("commit", "-q", "-m", "submodule");

    syncWork();
    desk.sync();

    assertThat(desk.remote.run("ls-tree", "main", "sub")).startsWith("160000 commit");
    assertThat(desk.folder.resolve("sub")).isEmptyDirectory();
    assertThat(desk.sync()).isInstanceOf(SyncOutcome.NothingToCommit.class);
  }

  @Test
  void linksAndModesComeFromTheRemote() throws IOException {
    work.write("tool", "#!/bin/sh\n");
    assertThat(work.directory().resolve("tool").toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(work.directory().resolve("link"), Path.of("a"));
    syncWork();

    desk.sync();

    assertThat(desk.folder.resolve("tool")).isExecutable();
    assertThat(Files.readSymbolicLink(desk.folder.resolve("link"))).isEqualTo(Path.of("a"));
    Files.delete(work.directory().resolve("link"));
    syncWork();
    desk.sync();
    assertThat(desk.folder.resolve("link")).doesNotExist();
  }

  @Test
  void whatIsTrackedIsNotIgnored() {
    desk.write("build/out", "1").sync();
    desk.settings = desk.settings.withIgnore(List.of("build"));
    desk.write("build/out", "2");

    desk.sync();

    assertThat(desk.pushed("build/out")).isEqualTo("2");
  }

  @Test
  void aDirectoryOfIgnoredFilesIsNotReplaced() {
    desk.settings = desk.settings.withIgnore(List.of("x"));
    desk.write("x/local", "precious");
    work.write("x", "file");
    syncWork();

    assertThatThrownBy(desk::sync).isInstanceOf(SyncException.GuardTripped.class);
    assertThat(desk.read("x/local")).isEqualTo("precious");
  }

  @Test
  void limitsAndAddressesAreChecked() {
    assertThatThrownBy(() -> new SyncLimits(-1, SyncLimits.DEFAULT.maxDeletions()))
        .isInstanceOf(IllegalArgumentException.class);
    for (String wrong : List.of("-1", "101%", "a", "", "50 %", "1.5")) {
      assertThatThrownBy(() -> MaxDeletions.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Upstream.At("https://u:p@example.com/x.git", GitNamespace.none()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("u:p");
    assertThatThrownBy(() -> Person.parse("Ada <ada")).isInstanceOf(IllegalArgumentException.class);
  }
}
