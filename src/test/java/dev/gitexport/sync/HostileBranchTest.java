package dev.gitexport.sync;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.git.GitException;
import dev.gitexport.git.RealGit;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What somebody who may push can do to a folder.
final class HostileBranchTest {

  @TempDir Path directory;
  private Desk desk;

  @BeforeEach
  void makeDesk() {
    desk = Desk.make(directory);
    desk.write("a", "1").write("z", "1").sync();
  }

  private String remote(String input, String... command) {
    RealGit.Answer answer = desk.remote.ask(input.getBytes(ISO_8859_1), command);
    assertThat(answer.code()).as(answer.errors()).isZero();
    return answer.output().strip();
  }

  /// The branch becomes a tree that has, besides `a`, a directory or a file of this name.
  private void push(String kind, String name) {
    String blob = remote("hostile", "hash-object", "-w", "--stdin");
    String inner = remote("100644 blob %s\tinner\n".formatted(blob), "mktree");
    String entry =
        kind.equals("tree") ? "040000 tree " + inner : "%s blob %s".formatted(kind, blob);
    String tree =
        remote(
            "100644 blob %s\ta\n%s\t%s\n".formatted(desk.remote.id("main:a").name(), entry, name),
            "mktree");
    String commit = remote("", "commit-tree", "-m", "hostile", "-p", "main", tree);
    remote("", "update-ref", "refs/heads/main", commit);
  }

  @ParameterizedTest
  @CsvSource({
    "tree, ..",
    "tree, .",
    "tree, .git",
    "tree, .GIT",
    "100644, ..",
    "100644, .git",
    "120000, .git"
  })
  void aNameThatGitDoesNotAllowIsNotFetched(String kind, String name) {
    refused(kind, name, GitException.class, "invalid name '" + name + "'");
    assertThat(directory.resolve("inner")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tree", "100644", "120000"})
  void aNameThatIsNoTextIsRefused(String kind) {
    refused(kind, "b\u00ff", SyncException.GuardTripped.class, "whose name is not UTF-8");
  }

  /// JGit would need more stack for it than a thread has.
  @Test
  void aTreeThatIsTooDeepIsRefused() {
    refused(
        () -> {
          String path = "b/".repeat(20_000) + "inner";
          remote(
              """
              commit refs/heads/main
              committer hostile <hostile@localhost> 1700000000 +0000
              data 0
              from refs/heads/main^0
              M 100644 inline %s
              data 0

              """
                  .formatted(path),
              "fast-import",
              "--quiet");
        },
        SyncException.GuardTripped.class,
        "below more than 500 directories");
  }

  private void refused(String kind, String name, Class<?> type, String why) {
    refused(() -> push(kind, name), type, why);
  }

  private void refused(Runnable pushing, Class<?> type, String why) {
    String before = desk.remote.run("rev-parse", "main");
    pushing.run();
    desk.write("a", "2");

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(desk::sync).isInstanceOf(type).hasMessageContaining(why);
    }

    assertThat(desk.folder).isDirectoryNotContaining("glob:**/{inner,.git*,b*}");
    assertThat(desk.read("a") + desk.read("z")).isEqualTo("21");
    assertThat(desk.state.run("show", "main:a")).isEqualTo("2");
    desk.remote.run("update-ref", "refs/heads/main", before);
    desk.sync();
    assertThat(desk.pushed("a")).isEqualTo("2");
  }

  /// The same name twice: a symlink out of the folder, and a directory that would be in its target.
  @Test
  void aSymlinkWithFilesBelowItLeadsNowhere() throws Exception {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    String link = remote(outside.toString(), "hash-object", "-w", "--stdin");
    String blob = remote("hostile", "hash-object", "-w", "--stdin");
    String inner = remote("100644 blob %s\tinner\n".formatted(blob), "mktree");
    String tree = remote("120000 blob %s\td\n040000 tree %s\td\n".formatted(link, inner), "mktree");
    String commit = remote("", "commit-tree", "-m", "hostile", "-p", "main", tree);
    remote("", "update-ref", "refs/heads/main", commit);

    assertThatThrownBy(desk::sync)
        .isInstanceOf(GitException.class)
        .hasMessageContaining("duplicate entry names");

    assertThat(outside).isEmptyDirectory();
  }

  /// It has the name of what a killed run leaves, but somebody wants it.
  @Test
  void aFileWithTheNameOfALeftoverIsAFileWhenTheBranchHasIt() {
    String name = ".gitsync-00000001-0000-4000-8000-000000000000.tmp";
    push("100644", name);
    desk.write("b", "1").sync();
    desk.write("b", "2").sync();
    desk.write("b", "3").sync();

    assertThat(desk.pushedFiles()).isEqualTo(name + " a b");
    assertThat(desk.read(name)).isEqualTo("hostile");
  }
}
