package dev.gitexport.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConflictTest {

  @TempDir Path directory;
  private Desk desk;

  /// Both sides changed `a`; each made a file of its own.
  @BeforeEach
  void bothChangeTheSame() {
    desk = Desk.make(directory);
    desk.write("a", "base").sync();
    Desk other = desk.other("theirs");
    other.sync();
    other.write("a", "theirs").write("t", "t").sync();
    desk.write("a", "ours").write("o", "o");
  }

  private SyncOutcome sync(OnConflict policy) {
    desk.settings = desk.settings.withOnConflict(policy);
    return desk.sync();
  }

  @Test
  void reportPushesNothingAndNamesBothSides() {
    String theirs = desk.remote.run("rev-parse", "main");

    SyncOutcome outcome = sync(OnConflict.REPORT);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            SyncOutcome.Conflicted.class,
            conflict -> {
              assertThat(conflict.paths()).containsExactly("a");
              assertThat(conflict.theirs()).isEqualTo(theirs);
              assertThat(conflict.ours()).isEqualTo(desk.state.run("rev-parse", "main"));
              assertThat(conflict.base()).isEqualTo(desk.remote.run("rev-parse", "main~1"));
            });
    assertThat(desk.remote.run("rev-parse", "main")).isEqualTo(theirs);
    assertThat(desk.read("a")).isEqualTo("ours");
    assertThat(desk.folder.resolve("t")).doesNotExist();
    assertThat(desk.sync()).isEqualTo(outcome);
  }

  @Test
  void aConflictEndsWhenPeopleMakeTheFolderLikeTheBranch() {
    sync(OnConflict.REPORT);
    String before = desk.state.run("rev-parse", "main");
    desk.write("a", "theirs");

    assertThat(desk.sync()).isInstanceOf(SyncOutcome.Pushed.class);

    assertThat(desk.remote.run("show", "main:a")).isEqualTo("theirs");
    assertThat(desk.remote.run("show", "main:o")).isEqualTo("o");
    assertThat(desk.read("t")).isEqualTo("t");
    assertThat(desk.state.run("for-each-ref", "--contains", before, "refs/gitsync/lost"))
        .isNotEmpty();
    assertThat(desk.sync()).isInstanceOf(SyncOutcome.NothingToCommit.class);
  }

  @Test
  void aConflictEndsWhenTheFolderTakesTheirs() {
    sync(OnConflict.REPORT);
    desk.settings = desk.settings.withOnConflict(OnConflict.THEIRS);

    desk.sync();

    assertThat(desk.read("a")).isEqualTo("theirs");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oursStaysInThePathsOfTheConflictOnly(boolean keepHistory) {
    desk.settings = desk.settings.withKeepHistory(keepHistory);
    String theirs = desk.remote.run("rev-parse", "main");

    SyncOutcome outcome = sync(OnConflict.OURS);

    assertThat(desk.pushedFiles()).isEqualTo("a o t");
    assertThat(desk.pushed("a")).isEqualTo("ours");
    assertThat(desk.read("t")).isEqualTo("t");
    assertThat(desk.state.run("rev-parse", lost(outcome))).isEqualTo(theirs);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theirsComesInThePathsOfTheConflictOnly(boolean keepHistory) {
    desk.settings = desk.settings.withKeepHistory(keepHistory);

    SyncOutcome outcome = sync(OnConflict.THEIRS);

    assertThat(desk.pushedFiles()).isEqualTo("a o t");
    assertThat(desk.pushed("a")).isEqualTo("theirs");
    assertThat(desk.read("a")).isEqualTo("theirs");
    assertThat(desk.read("o")).isEqualTo("o");
    assertThat(desk.state.run("show", lost(outcome) + ":a")).isEqualTo("ours");
  }

  @Test
  void branchKeepsOursBesideAndGoesOnFromTheirs() {
    SyncOutcome outcome = sync(OnConflict.BRANCH);

    assertThat(lost(outcome)).startsWith("refs/heads/gitsync/ours/");
    assertThat(desk.remote.run("show", lost(outcome) + ":a")).isEqualTo("ours");
    assertThat(desk.read("a")).isEqualTo("theirs");
    assertThat(desk.folder.resolve("o")).doesNotExist();
    assertThat(desk.sync()).isInstanceOf(SyncOutcome.NothingToCommit.class);
    desk.close(false);
    assertThat(desk.folder).doesNotExist();
  }

  @Test
  void aDeletionAgainstAChangeIsAConflict() {
    desk.delete("a");

    assertThat(sync(OnConflict.REPORT)).isInstanceOf(SyncOutcome.Conflicted.class);
    assertThat(sync(OnConflict.THEIRS)).isInstanceOf(SyncOutcome.Pushed.class);
    assertThat(desk.read("a")).isEqualTo("theirs");
  }

  @Test
  void aFileAgainstADirectoryIsAConflict() {
    Desk other = desk.other("theirs");
    other.write("o/file", "theirs").sync();

    SyncOutcome outcome = sync(OnConflict.OURS);

    assertThat(desk.read("o")).isEqualTo("o");
    assertThat(desk.state.run("show", lost(outcome) + ":o/file")).isEqualTo("theirs");
  }

  private static String lost(SyncOutcome outcome) {
    return ((SyncOutcome.Pushed) outcome).lost().getFirst();
  }

  @ParameterizedTest
  @EnumSource(names = {"OURS", "THEIRS"})
  void whatLostIsNotRemovedBeforeItIsElsewhere(OnConflict policy) {
    sync(policy);
    String losers = desk.state.run("for-each-ref", "--format=%(objectname)", "refs/gitsync/lost");

    assertThatThrownBy(() -> desk.close(false))
        .isInstanceOf(SyncException.Unpushed.class)
        .hasMessageContaining("lost a conflict");
    assertThat(desk.folder).isDirectory();
    desk.sync.pushLost(desk.request());
    desk.close(false);

    assertThat(desk.folder).doesNotExist();
    assertThat(desk.remote.run("rev-list", "--all").lines()).containsAll(losers.lines().toList());
  }
}
