package dev.gitexport.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.git.RealGit;
import dev.gitexport.sync.FaultPoints.FaultPoint;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What others do to a folder while it is removed, and runs that die in the middle of it.
final class ClosingTest {

  @TempDir Path directory;
  private Desk desk;

  @BeforeEach
  void makeDesk() {
    desk = Desk.make(directory);
    desk.write("dir/a", "1").write("b", "1").sync();
  }

  private void at(FaultPoint step, Consumer<Desk> deed) {
    desk.sync =
        new FolderSync(
            Clock.systemUTC(),
            point -> {
              if (point == step) {
                desk.sync = new FolderSync(Clock.systemUTC());
                deed.accept(desk);
              }
            });
  }

  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  private void dieAt(FaultPoint step) {
    at(
        step,
        _ -> {
          throw new Death();
        });
    assertThatThrownBy(() -> desk.close(false)).isInstanceOf(Death.class);
  }

  /// Directories beside the folder, other than the remote.
  private List<String> beside() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> children =
        Files.newDirectoryStream(
            directory, path -> Files.isDirectory(path) && !path.endsWith("remote.git"))) {
      children.forEach(child -> names.add(String.valueOf(child.getFileName())));
    }
    return names;
  }

  @Test
  void whatIsWrittenAfterTheLastLookStays() {
    at(FaultPoint.CLOSING, folder -> folder.write("dir/a", "written in the last moment"));

    assertThatThrownBy(() -> desk.close(false))
        .isInstanceOf(SyncException.Unpushed.class)
        .hasMessageContaining("meanwhile");

    assertThat(desk.read("dir/a")).isEqualTo("written in the last moment");
    desk.sync();
    assertThat(desk.pushed("dir/a")).isEqualTo("written in the last moment");
    assertThat(desk.commits()).isEqualTo(2);
  }

  @Test
  void whatIsMadeAnewMeanwhileStays() throws IOException {
    at(FaultPoint.SET_ASIDE, folder -> folder.write("c", "new"));

    assertThatThrownBy(() -> desk.close(false))
        .isInstanceOf(SyncException.Unpushed.class)
        .hasMessageContaining("made it anew");

    assertThat(desk.folder).isDirectoryContaining("glob:**/c");
    assertThat(beside()).containsExactly("ours");
    assertThat(desk.pushedFiles()).isEqualTo("b dir/a");
    assertThatThrownBy(desk::sync).isInstanceOf(SyncException.FolderNotEmpty.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOSING", "SET_ASIDE", "CLOSED", "FOLDER_REMOVED"})
  void aKilledRemovalIsFinishedByTheNext(FaultPoint step) throws IOException {
    dieAt(step);

    desk.close(false);

    assertThat(beside()).isEmpty();
    assertThat(desk.pushedFiles()).isEqualTo("b dir/a");
    assertThat(desk.commits()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOSING", "SET_ASIDE", "CLOSED", "FOLDER_REMOVED"})
  void aKilledRemovalIsNoChange(FaultPoint step) throws IOException {
    dieAt(step);

    desk.sync();

    assertThat(desk.read("dir/a") + desk.read("b")).isEqualTo("11");
    assertThat(beside()).containsExactlyInAnyOrder("ours", "ours.git");
    assertThat(desk.commits()).isEqualTo(1);
    assertThat(desk.sync()).isInstanceOf(SyncOutcome.NothingToCommit.class);
  }

  @Test
  void nothingIsOverwrittenWhenAKilledRemovalIsTakenBack() throws IOException {
    dieAt(FaultPoint.SET_ASIDE);
    desk.write("b", "new");

    assertThatThrownBy(desk::sync)
        .isInstanceOf(SyncException.GuardTripped.class)
        .hasMessageContaining("made it anew");

    Files.delete(desk.folder.resolve("b"));
    Files.delete(desk.folder);
    desk.sync();
    assertThat(desk.read("b")).isEqualTo("1");
  }

  @Test
  void whatIsDiscardedIsNotLookedAt() throws IOException {
    desk.write("b", "2");
    at(FaultPoint.CLOSING, folder -> folder.write("b", "3"));

    desk.close(true);

    assertThat(beside()).isEmpty();
    assertThat(desk.pushed("b")).isEqualTo("1");
  }

  @Test
  void aWorkTreeIsNotOursToRemove() {
    var request =
        new SyncRequest(
            "work", desk.folder, desk.folder, desk.upstream, "main", desk.settings, Set.of());
    new RealGit(directory).run("init", "-q", desk.folder.toString());

    assertThatThrownBy(() -> desk.sync.close(request, true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(desk.folder.resolve("b")).exists();
  }
}
