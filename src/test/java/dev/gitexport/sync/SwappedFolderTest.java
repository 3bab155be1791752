package dev.gitexport.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.sync.FaultPoints.FaultPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who may write to a directory above a folder puts a symlink in its place, to somebody else's.
final class SwappedFolderTest {

  @TempDir Path directory;
  private Path shared;
  private Path outside;
  private Desk desk;
  private Desk other;

  @BeforeEach
  void makeDesks() throws IOException {
    shared = Files.createDirectories(directory.resolve("volume/shared"));
    outside = Files.createDirectories(directory.resolve("volume/else/ours"));
    Files.writeString(outside.resolve("secret"), "somebody else's");
    other = Desk.make(directory);
    desk = other.on(shared);
    desk.base = directory.resolve("volume");
    desk.write("a", "1").write("b", "1").sync();
    other.sync();
  }

  /// The folder itself, or the directory that it is in.
  private void swap(String what) {
    try {
      Path place = what.equals("folder") ? desk.folder : shared;
      Path target = what.equals("folder") ? outside : outside.getParent();
      Files.move(place, directory.resolve("moved"));
      Files.createSymbolicLink(place, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FolderSync swappingAt(FaultPoint fatal, String what) {
    var isDone = new AtomicBoolean();
    return new FolderSync(
        Clock.systemUTC(),
        point -> {
          if (point == fatal && isDone.compareAndSet(false, true)) {
            swap(what);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "folder, FETCHED",
    "above, FETCHED",
    "folder, PUSHED",
    "above, PUSHED",
    "folder, OBJECTS_WRITTEN"
  })
  void nothingIsWrittenElsewhere(String what, FaultPoint point) throws IOException {
    other.write("new", "1").sync();
    desk.write("a", "2");
    desk.sync = swappingAt(point, what);

    assertThatThrownBy(desk::sync).isInstanceOf(SyncException.class);

    assertThat(outside).isDirectoryContaining(file -> file.endsWith("secret"));
    try (var files = Files.list(outside)) {
      assertThat(files).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"folder", "above"})
  void nothingOfElsewhereIsCommitted(String what) {
    swap(what);

    assertThatThrownBy(desk::sync).isInstanceOf(SyncException.class);

    String objects = desk.remote.run("cat-file", "--batch-all-objects", "--batch", "--buffer");
    assertThat(objects).doesNotContain("somebody else's");
    assertThat(desk.pushedFiles()).isEqualTo("a b");
  }

  @ParameterizedTest
  @CsvSource({"folder, CLOSING", "above, CLOSING", "above, SET_ASIDE"})
  void nothingElsewhereIsRemoved(String what, FaultPoint point) {
    desk.sync = swappingAt(point, what);

    assertThatThrownBy(() -> desk.close(false)).isInstanceOf(SyncException.class);

    assertThat(outside.resolve("secret")).hasContent("somebody else's");
  }

  @Test
  void aFolderIsMadeWhereItIsToBe() {
    Desk deep = other.on(directory.resolve("volume/x/y"));
    deep.base = directory.resolve("volume");

    deep.sync();

    assertThat(deep.read("a")).isEqualTo("1");
  }

  @Test
  void aFolderIsBelowItsBase() {
    desk.base = directory.resolve("elsewhere");

    assertThatThrownBy(desk::sync).isInstanceOf(IllegalArgumentException.class);
  }
}
