package dev.gitexport.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.Push;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where else a folder pushes to.
final class PushRefspecTest {

  @TempDir Path directory;
  private Desk desk;

  @BeforeEach
  void makeDesk() {
    desk = Desk.make(directory);
  }

  private void push(String refspec) {
    desk.settings = desk.settings.withPushRefspec(PushRefspec.parse(refspec));
  }

  private String show(String treeish) {
    return desk.remote.run("show", treeish);
  }

  private boolean isThere(String ref) {
    return desk.remote.ask(new byte[0], "rev-parse", "-q", "--verify", ref).code() == 0;
  }

  @Test
  void theBranchGoesElsewhere() {
    desk.write("a", "1").sync();
    push("main:refs/heads/review");

    assertThat(desk.sync()).isInstanceOf(SyncOutcome.NothingToCommit.class);
    assertThat(isThere("refs/heads/review")).isFalse();
    desk.write("a", "2");
    assertThat(desk.sync()).isInstanceOf(SyncOutcome.Pushed.class);

    assertThat(show("review:a")).isEqualTo("2");
    assertThat(desk.pushed("a")).isEqualTo("1");
    assertThat(desk.hasUnpushed()).isFalse();
    assertThat(desk.sync()).isInstanceOf(SyncOutcome.NothingToCommit.class);
    desk.write("a", "3").sync();
    assertThat(show("review:a")).isEqualTo("3");
    assertThat(desk.remote.run("rev-list", "--count", "review")).isEqualTo("3");
  }

  @Test
  void whatIsTakenFromThereComesBackByTheBranch() {
    desk.write("a", "1").sync();
    push("HEAD:review");
    desk.write("a", "2").sync();
    desk.remote.run("update-ref", "refs/heads/main", "refs/heads/review");
    desk.remote.run("update-ref", "-d", "refs/heads/review");

    assertThat(desk.sync()).isInstanceOf(SyncOutcome.NothingToCommit.class);

    assertThat(isThere("refs/heads/review")).isFalse();
    assertThat(desk.commits()).isEqualTo(2);
  }

  @Test
  void aSingleCommitElsewhereKeepsWhatTheBranchGets() {
    desk.write("a", "1").sync();
    Desk other = desk.other("theirs");
    other.sync();
    push("+main:snapshot");
    desk.settings = desk.settings.withKeepHistory(false);
    desk.write("b", "1").sync();
    other.write("c", "1").sync();

    desk.write("b", "2").sync();

    assertThat(desk.remote.run("rev-list", "--count", "snapshot")).isEqualTo("1");
    assertThat(show("snapshot:b") + show("snapshot:c")).isEqualTo("21");
    assertThat(desk.pushedFiles()).isEqualTo("a c");
  }

  @Test
  void whatIsThereIsReplacedWithAPlusOnly() {
    desk.write("a", "1").sync();
    String foreign = desk.remote.run("commit-tree", "-m", "foreign", "main^{tree}");
    desk.remote.run("update-ref", "refs/heads/review", foreign);
    push("main:review");
    desk.write("a", "2");
    assertThatThrownBy(desk::sync)
        .isInstanceOfSatisfying(
            SyncException.PushRefused.class,
            refused -> assertThat(refused.rule()).isEqualTo(Push.Rule.FAST_FORWARD_ONLY))
        .hasMessageContaining("'+'");

    push("+main:review");
    desk.sync();

    assertThat(show("review:a")).isEqualTo("2");
  }

  @Test
  void anotherRefIsDeleted() {
    desk.write("a", "1").sync();
    desk.remote.run("branch", "old", "main");
    push(":refs/heads/old");
    desk.write("a", "2").sync();

    assertThat(isThere("refs/heads/old")).isFalse();
    assertThat(desk.pushed("a")).isEqualTo("2");
    assertThat(desk.sync()).isInstanceOf(SyncOutcome.NothingToCommit.class);
  }

  @Test
  void aNamespaceKeepsItsOwnBranches() {
    desk.write("a", "1").sync();
    Desk other = desk.other("theirs");
    other.upstream =
        new Upstream.At(desk.remote.directory().toString(), new GitNamespace("team/x"));
    other.write("b", "2").sync();
    other.write("b", "3");
    other.settings = other.settings.withPushRefspec(PushRefspec.parse("main:review"));
    other.sync();

    String prefix = "refs/namespaces/team/refs/namespaces/x/refs/heads/";
    assertThat(show(prefix + "main:b")).isEqualTo("2");
    assertThat(show(prefix + "review:b")).isEqualTo("3");
    assertThat(desk.pushedFiles()).isEqualTo("a");
    assertThat(other.folder.resolve("a")).doesNotExist();
  }

  @Test
  void whatCannotBeMeantIsRefused() {
    for (String wrong :
        List.of("main", "a:b:c", "main:", "refs/heads/*:refs/heads/*", "main:a..b", ":")) {
      assertThatThrownBy(() -> PushRefspec.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (String wrong : List.of("other:review", ":main")) {
      push(wrong);
      assertThatThrownBy(desk::request).as(wrong).isInstanceOf(IllegalArgumentException.class);
    }
    push(" ");
    assertThat(desk.settings.pushRefspec()).isEqualTo(PushRefspec.NONE);
  }
}
