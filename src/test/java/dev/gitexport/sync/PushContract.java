package dev.gitexport.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.git.GitException;
import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.Network;
import dev.gitexport.git.Push;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What folders that push to a real server can rely on, whatever the transport.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract sealed class PushContract permits HttpPushIT, SshPushIT {

  private int projects;
  private Path project = Path.of("").toAbsolutePath();
  Desk desk = Desk.at(project, "ours");

  /// Where the server's repositories are.
  abstract Path directory();

  /// A repository there, as its writer has it.
  abstract Upstream writable(Path repository, Network network);

  /// The same as somebody has it whom the server does not know.
  abstract Upstream unknown(Path repository);

  /// How often the server was spoken to.
  abstract long visits();

  /// From now on the server of the desk's remote is away.
  abstract void goAway() throws IOException;

  /// It is back.
  abstract void comeBack() throws IOException;

  @BeforeEach
  void makeProject() throws IOException {
    project = Files.createDirectory(directory().resolve("p" + projects++));
    desk = Desk.make(project);
    desk.upstream = writable(desk.remote.directory(), Network.open());
  }

  private void hook(String name, String... lines) throws IOException {
    Path hook = desk.remote.directory().resolve("hooks").resolve(name);
    Files.createDirectories(hook.getParent());
    Files.writeString(hook, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private AbstractThrowableAssert<?, ?> refusal(Push.Rule rule) {
    return assertThatThrownBy(desk::sync)
        .isInstanceOfSatisfying(
            SyncException.PushRefused.class, refused -> assertThat(refused.rule()).isEqualTo(rule));
  }

  @Test
  void twoFoldersOnOneBranchShareTheirChanges() {
    Desk other = desk.other("theirs");
    desk.write("a", "1").sync();
    other.sync();
    other.write("b", "2").sync();
    desk.write("c", "3").sync();

    assertThat(other.sync()).isInstanceOf(SyncOutcome.NothingToCommit.class);
    assertThat(desk.read("b")).isEqualTo("2");
    assertThat(other.read("c")).isEqualTo("3");
    assertThat(desk.commits()).isEqualTo(3);
    assertThat(desk.remote.ask(new byte[0], "fsck", "--strict").code()).isZero();
  }

  @Test
  void twoWritersAtOnceLoseNothing() {
    Desk other = desk.other("theirs");
    desk.write("start", "1").sync();
    other.sync();

    List<CompletableFuture<Void>> writers =
        List.of(desk, other).stream()
            .map(writer ->
                CompletableFuture.runAsync(() ->
                    IntStream.range(0, 6)
                        .forEach(
                            i -> writer.write(writer.folder.getFileName() + "-" + i, "x").sync())))
            .toList();
    writers.forEach(CompletableFuture::join);

    assertThat(desk.pushedFiles().split(" ")).hasSize(13);
    assertThat(desk.commits()).isEqualTo(13);
  }

  @ParameterizedTest
  @EnumSource
  void conflictsAreDecidedByPolicy(OnConflict policy) {
    Desk other = desk.other("theirs");
    desk.write("a", "1").sync();
    other.sync();
    other.write("a", "theirs").sync();
    desk.settings = desk.settings.withOnConflict(policy);
    desk.write("a", "ours");

    SyncOutcome outcome = desk.sync();

    assertThat(desk.pushed("a")).isEqualTo(policy == OnConflict.OURS ? "ours" : "theirs");
    switch (outcome) {
      case SyncOutcome.Conflicted conflict -> assertThat(conflict.paths()).containsExactly("a");
      case SyncOutcome.Pushed pushed -> assertThat(pushed.lost()).hasSize(1);
      case SyncOutcome.Committed _, SyncOutcome.NothingToCommit _, SyncOutcome.Waiting _ ->
          assertThat(policy).isEqualTo(OnConflict.THEIRS);
    }
    if (policy == OnConflict.BRANCH) {
      String aside =
          desk.remote.run("for-each-ref", "--format=%(refname)", "refs/heads/gitsync/ours");
      assertThat(desk.remote.run("show", aside + ":a")).isEqualTo("ours");
    }
  }

  @Test
  void aSingleCommitReplacesTheBranchByALease() {
    desk.settings = desk.settings.withKeepHistory(false);
    desk.write("a", "1").sync();

    desk.write("a", "2").sync();

    assertThat(desk.commits()).isEqualTo(1);
    assertThat(desk.pushed("a")).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLostLeaseIsFetchedAndPushedAgain(boolean keepHistory) throws IOException {
    desk.settings = desk.settings.withKeepHistory(keepHistory);
    desk.write("a", "1").sync();
    Desk other = desk.other("theirs");
    other.upstream = new Upstream.At(desk.remote.directory().toString(), GitNamespace.none());
    other.sync();
    other.write("b", "2");
    Path once = project.resolve("once");
    Files.createFile(once);
    other.commit();
    // Between our look and our push, somebody else's commit comes in.
    hook(
        "update",
        "unset $(git rev-parse --local-env-vars)",
        "[ -e " + once + " ] || exit 0",
        "rm " + once,
        "exec git -C " + other.state.directory() + " push -q " + desk.remote.directory() + " main");

    desk.write("c", "3").sync();

    assertThat(once).doesNotExist();
    assertThat(desk.pushedFiles()).isEqualTo("a b c");
    assertThat(desk.read("b")).isEqualTo("2");
    assertThat(desk.commits()).isEqualTo(keepHistory ? 3 : 1);
  }

  @Test
  void aLeaseThatIsAlwaysLostIsSaidSo() throws IOException {
    desk.write("a", "1").sync();
    hook(
        "update",
        "unset $(git rev-parse --local-env-vars)",
        "cd " + desk.remote.directory(),
        "id=$(git -c user.name=x -c user.email=x@x commit-tree -p main -m other main^{tree})",
        "git update-ref refs/heads/main $id");
    desk.write("a", "2");

    assertThatThrownBy(desk::sync)
        .isInstanceOf(SyncException.LeaseLost.class)
        .hasMessageContaining("try again");
    assertThat(desk.hasUnpushed()).isTrue();
  }

  @Test
  void whatAHookDeclinesIsExplainedInItsWords() throws IOException {
    hook("pre-receive", "echo 'no pushes on Friday' >&2", "exit 1");
    desk.write("a", "1");

    refusal(Push.Rule.HOOK).hasMessageContaining("no pushes on Friday");

    Files.delete(desk.remote.directory().resolve("hooks/pre-receive"));
    desk.sync();
    assertThat(desk.pushed("a")).isEqualTo("1");
    assertThat(desk.commits()).isEqualTo(1);
  }

  @Test
  void aProtectedBranchIsExplained() throws IOException {
    hook("update", "echo 'GH006: Protected branch update failed for main.' >&2", "exit 1");
    desk.write("a", "1");

    refusal(Push.Rule.PROTECTED)
        .hasMessageContaining("allow this user")
        .hasMessageContaining("GH006");
  }

  @Test
  void aServerOfFastForwardsOnlyIsExplained() {
    desk.settings = desk.settings.withKeepHistory(false);
    desk.write("a", "1").sync();
    desk.remote.run("config", "receive.denyNonFastForwards", "true");
    desk.write("a", "2");

    refusal(Push.Rule.FAST_FORWARD_ONLY).hasMessageContaining("keep the history");
    assertThat(desk.pushed("a")).isEqualTo("1");
  }

  @Test
  void whoIsNotKnownIsToldSoAndLosesNothing() {
    desk.write("a", "1").sync();
    desk.upstream = unknown(desk.remote.directory());
    desk.write("a", "2");
    assertThatThrownBy(desk::sync).isInstanceOf(GitException.AuthenticationFailed.class);
    desk.upstream = writable(desk.remote.directory(), Network.open());

    desk.sync();

    assertThat(desk.pushed("a")).isEqualTo("2");
    assertThat(desk.commits()).isEqualTo(2);
  }

  @Test
  void aServerThatIsAwayLosesNoChange() throws IOException {
    desk.write("a", "1").sync();
    goAway();
    try {
      desk.write("a", "2");
      assertThatThrownBy(desk::sync).isInstanceOf(GitException.RepositoryUnreachable.class);
      desk.write("b", "3");
      assertThatThrownBy(desk::sync).isInstanceOf(GitException.RepositoryUnreachable.class);
    } finally {
      comeBack();
    }

    desk.sync();

    assertThat(desk.pushed("a")).isEqualTo("2");
    assertThat(desk.pushedFiles()).isEqualTo("a b");
    assertThat(desk.commits()).isEqualTo(3);
  }

  @Test
  void anInnerAddressIsConnectedToWhereAllowedOnly() {
    desk.upstream = writable(desk.remote.directory(), Network.guarded(Set.of(), List.of()));
    desk.write("a", "1");
    long before = visits();

    assertThatThrownBy(desk::sync).isInstanceOf(GitException.RepositoryUnreachable.class);

    assertThat(visits()).isEqualTo(before);
  }
}
