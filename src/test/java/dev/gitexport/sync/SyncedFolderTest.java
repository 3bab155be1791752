package dev.gitexport.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.files.Trash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SyncedFolderTest {

  private static final Person ADA = new Person("Ada", "ada@example.com");

  @TempDir Path directory;
  private Desk desk;
  private String url = "";

  @BeforeEach
  void makeRemote() {
    desk = Desk.make(directory);
    url = "file://" + desk.remote.directory();
  }

  private SyncedFolder open(String name) {
    return SyncedFolder.open(
        url, directory.resolve(name), "main", SyncSettings.DEFAULT, Clock.systemUTC());
  }

  @Test
  void theExampleWorks() throws IOException {
    try (var folder = open("content")) {
      Files.writeString(folder.path().resolve("page.html"), "<p>new</p>");
      folder.update("Change the page", ADA);
    }

    assertThat(desk.pushed("page.html")).isEqualTo("<p>new</p>");
    assertThat(desk.remote.run("log", "-1", "--format=%an <%ae> %s", "main"))
        .isEqualTo("Ada <ada@example.com> Change the page");
    assertThat(directory.resolve("content")).doesNotExist();
    assertThat(directory.resolve(".content.gitsync")).doesNotExist();
  }

  @Test
  void commitsArePushedLater() throws IOException {
    try (var folder = open("content")) {
      Files.writeString(folder.path().resolve("a"), "1");
      assertThat(folder.commit("one", ADA)).isInstanceOf(SyncOutcome.Committed.class);
      Files.writeString(folder.path().resolve("a"), "2");
      folder.commit("two", ADA);
      folder.push();
    }

    assertThat(desk.commits()).isEqualTo(2);
  }

  @Test
  void closingRefusesToLoseAChange() throws IOException {
    var folder = open("content");
    Files.writeString(folder.path().resolve("a"), "1");

    assertThatThrownBy(folder::close).isInstanceOf(SyncException.Unpushed.class);

    assertThat(folder.path().resolve("a")).hasContent("1");
    folder.discard();
    assertThat(folder.path()).doesNotExist();
  }

  @Test
  void aFolderThatIsThereIsNotOpened() throws IOException {
    Files.createDirectory(directory.resolve("content"));

    assertThatThrownBy(() -> open("content")).isInstanceOf(SyncException.FolderNotEmpty.class);
  }

  /// Nobody may remove a folder by hand and find its commits gone.
  @Test
  void commitsOfAFolderThatIsGoneAreNotForgotten() throws IOException {
    var folder = open("content");
    Files.writeString(folder.path().resolve("a"), "1");
    folder.commit("one", ADA);
    Trash.delete(folder.path());

    assertThatThrownBy(() -> open("content"))
        .isInstanceOf(SyncException.Unpushed.class)
        .hasMessageContaining(directory.resolve(".content.gitsync").toString());

    assertThat(desk.state.in(directory.resolve(".content.gitsync")).run("show", "main:a"))
        .isEqualTo("1");
    folder.discard();
    open("content").close();
  }

  @Test
  void aFolderThatIsGoneWithAllPushedIsOpenedAnew() throws IOException {
    var folder = open("content");
    Files.writeString(folder.path().resolve("a"), "1");
    folder.update("one", ADA);
    Trash.delete(folder.path());

    assertThat(open("content").path().resolve("a")).hasContent("1");
  }

  /// A killed removal has the folder under another name.
  @Test
  void aFolderThatWasBeingClosedIsThereStill() throws IOException {
    open("content");
    Path aside = directory.resolve(".content.aside");
    Files.move(directory.resolve("content"), aside);
    Files.writeString(aside.resolve("a"), "only copy");
    Files.writeString(directory.resolve(".content.gitsync/gitsync-closing"), aside.toString());

    assertThatThrownBy(() -> open("content")).isInstanceOf(SyncException.FolderNotEmpty.class);

    assertThat(directory.resolve("content/a")).hasContent("only copy");
  }

  @Test
  void ofManyWhoOpenAFolderOneDoes() {
    desk.write("a", "1").sync();
    List<CompletableFuture<Boolean>> all =
        IntStream.range(0, 6)
            .mapToObj(_ ->
                CompletableFuture.supplyAsync(() -> {
                  try {
                    open("content");
                    return true;
                  } catch (SyncException.FolderNotEmpty e) {
                    return false;
                  }
                }))
            .toList();

    assertThat(all.stream().map(CompletableFuture::join).filter(opened -> opened)).hasSize(1);
    assertThat(directory.resolve("content/a")).hasContent("1");
  }

  @Test
  void aConflictIsThrown() throws IOException {
    desk.write("a", "base").sync();
    var folder = open("content");
    desk.write("a", "desk").sync();
    Files.writeString(folder.path().resolve("a"), "folder");

    assertThatThrownBy(() -> folder.update("m", ADA))
        .isInstanceOf(SyncException.Conflicted.class)
        .hasMessageContaining("[a]");
    assertThat(folder.path().resolve("a")).hasContent("folder");
    folder.discard();
  }

  @Test
  void aPersonHasANameAndAnAddress() {
    assertThat(Person.parse("Ada <ada@example.com>")).isEqualTo(ADA);
    assertThatThrownBy(() -> Person.parse("Ada")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Person("", "")).isInstanceOf(IllegalArgumentException.class);
  }
}
