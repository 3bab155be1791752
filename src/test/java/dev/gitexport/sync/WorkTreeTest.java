package dev.gitexport.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.RealGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
    return new FolderSync(Clock.systemUTC())
        .sync(
            new SyncRequest(
                "team/work",
                work.directory(),
                work.directory(),
                new Upstream.At(desk.remote.directory().toString(), GitNamespace.none()),
                "main",
                SyncSettings.DEFAULT.withMessage("{namespace}/{name}"),
                Set.of()));
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
