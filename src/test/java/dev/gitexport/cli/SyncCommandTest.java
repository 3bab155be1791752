package dev.gitexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SyncCommandTest {

  @TempDir Path directory;
  private Shell shell;

  @BeforeEach
  void makeRemote() {
    shell = new Shell(directory);
    Shell.git(directory, "init", "-q", "--bare", "-b", "main", "remote.git");
  }

  private Shell.Result sync(String... args) {
    String[] all = new String[args.length + 3];
    all[0] = "sync";
    all[1] = "--output";
    all[2] = "json";
    System.arraycopy(args, 0, all, 3, args.length);
    return shell.run("", Map.of("HOME", directory.resolve("home").toString(), "USER", "ada"), all);
  }

  private Shell.Result plain(String... args) {
    String[] all = new String[args.length + 3];
    all[0] = "--repository";
    all[1] = "remote.git";
    System.arraycopy(args, 0, all, 2, args.length);
    all[all.length - 1] = "content";
    return sync(all);
  }

  private String pushed(String path) {
    return Shell.git(directory.resolve("remote.git"), "show", "main:" + path);
  }

  @Test
  void workTreesAreCommittedAndPushed() {
    shell.commit("one", "a", "1");
    shell.commit("two", "a", "1");
    Shell.git(directory.resolve("one"), "remote", "add", "origin", "../remote.git");
    shell.file("one/a", "2");
    shell.file("two/a", "2");

    Shell.Result result = sync("one", "two");

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("\"Pushed\"").contains("\"Committed\"");
    assertThat(pushed("a")).isEqualTo("2");
    assertThat(Shell.git(directory.resolve("one"), "status", "--porcelain")).isEmpty();
    assertThat(Shell.git(directory.resolve("one"), "log", "-1", "--format=%an")).isEqualTo("ada");
  }

  @Test
  void onePlainFolderIsFilledAndPushed() throws IOException {
    assertThat(plain().code()).isZero();
    shell.file("content/a", "1");

    Shell.Result result = plain("--message", "new", "--author", "Bo <bo@example.com>");

    assertThat(result.out()).contains("\"Pushed\"");
    assertThat(pushed("a")).isEqualTo("1");
    assertThat(Shell.git(directory.resolve("remote.git"), "log", "-1", "--format=%an %s", "main"))
        .isEqualTo("Bo new");
    assertThat(directory.resolve("content/.git")).doesNotExist();
    assertThat(directory.resolve("home/.local/state/gitexport/sync")).isDirectory();
    assertThat(Files.readString(directory.resolve("content/a"))).isEqualTo("1");
  }

  @Test
  void aConflictEndsWith30AndNamesThePaths() {
    shell.file("content/a", "base");
    plain();
    Shell.git(directory, "clone", "-q", "remote.git", "work");
    shell.file("work/a", "theirs");
    sync("work");
    shell.file("content/a", "ours");

    Shell.Result result = plain();

    assertThat(result.code()).isEqualTo(30);
    assertThat(result.out()).contains("\"Conflicted\"").contains("\"a\"");
    assertThat(plain("--on-conflict", "ours").code()).isZero();
    assertThat(pushed("a")).isEqualTo("ours");
  }

  @Test
  void aGuardEndsWith30AndIsReleasedByAFlag() {
    for (int i = 0; i < 11; i++) {
      shell.file("content/f" + i, "content " + i);
    }
    plain();
    for (int i = 0; i < 10; i++) {
      assertThat(directory.resolve("content/f" + i).toFile().delete()).isTrue();
    }

    Shell.Result refused = plain();

    assertThat(refused.code()).isEqualTo(30);
    assertThat(refused.out()).contains("GuardTripped");
    assertThat(plain("--release", "deletions").code()).isZero();
  }

  @Test
  void whatIsHeldBackIsPrintedForPeople() {
    shell.file("content/key", "-----BEGIN PRIVATE KEY-----");

    Shell.Result result =
        shell.run("sync", "--repository", "remote.git", "--state-dir", "state", "content");

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("NothingToCommit").contains("held back key");
  }

  @Test
  void aFailedFolderDoesNotStopTheOthers() throws IOException {
    shell.commit("two", "a", "1");
    shell.file("two/a", "2");
    Files.createDirectory(directory.resolve("one"));

    Shell.Result result = sync("one", "two");

    assertThat(result.code()).isEqualTo(11);
    assertThat(result.out()).contains("FetchFailed").contains("Committed");
  }

  @Test
  void wrongArgumentsAreUsage() {
    assertThat(sync("--repository", "remote.git", "a", "b").code()).isEqualTo(2);
    assertThat(sync("--repository", "https://example.com/x.git?a=b", "a").code()).isEqualTo(2);
    assertThat(sync("--repository", "remote.git", "--branch", "a..b", "a").code()).isEqualTo(2);
    assertThat(plain("--author", "nobody").code()).isEqualTo(2);
  }

  @Test
  void aFileListsFoldersWithWhatIsDifferentFromTheCommandLine() {
    shell.commit("one", "a", "1");
    shell.file("one/a", "2");
    shell.file("one/a.tmp", "x");
    shell.file("other/c", "1");
    sync("--repository", "remote.git", "other");
    shell.file("files/content/b", "1");
    shell.file(
        "files/sync.yaml",
        """
        folders:
        - path: ../one
          ignore: ["*.tmp"]
        - path: content
          repository: ../remote.git
          author: Bo <bo@example.com>
          keep-history: false
        """);

    Shell.Result result = sync("--config", "files/sync.yaml", "--message", "all of it", "--adopt");

    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(Shell.git(directory.resolve("one"), "log", "-1", "--format=%an %s"))
        .isEqualTo("ada all of it");
    assertThat(Shell.git(directory.resolve("one"), "status", "--porcelain")).isEqualTo("?? a.tmp");
    assertThat(Shell.git(directory.resolve("remote.git"), "log", "--format=%an %s", "main"))
        .isEqualTo("Bo all of it");
    assertThat(pushed("b") + pushed("c")).isEqualTo("11");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'folder: []'|:1:1: folder: the field is not known.",
        "'folders: {}'|:1:1: folders: it is required, a list",
        "'folders:\n- ignore: [a]'|:2:3: folders[0].path: it is required",
        "'folders:\n- path: a\n  mesage: b'|:3:11: folders[0].mesage: the field is not known.",
        "'folders:\n- path: a\n  timeout: soon'|:3:12: folders[0].timeout: ",
        "'folders:\n- path: a\n  on-conflict: maybe'|:3:16: folders[0].on-conflict: ",
        "'folders:\n- path: a\n  author: nobody'|:3:11: folders[0].author: ",
        "'folders:\n- path: a\n  author: [a, b]'|:3:3: folders[0].author: it is one value",
        "'folders:\n- path: a\n  repository: remote.git\n  branch: a..b'|:4:11: folders[0].branch: ",
        "'folders:\n- path: a\n- path: [a'|: this is no YAML",
      })
  void aMistakeInTheFileIsNamedWithItsPlaceBeforeAnythingIsDone(String text, String problem) {
    shell.file("sync.yaml", text);

    Shell.Result result = sync("--config", "sync.yaml");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("sync.yaml:").contains(problem);
  }

  @Test
  void foldersAreNamedOnceByArgumentsOrByAFile() {
    assertThat(sync().err()).contains("--config");
    shell.file("sync.yaml", "folders: [{path: a}]");
    assertThat(sync("--config", "sync.yaml", "a").code()).isEqualTo(2);
    assertThat(sync("--config", "sync.yaml", "--repository", "remote.git").code()).isEqualTo(2);
    assertThat(sync("--config", "none.yaml").err()).contains("no such file");
  }
}
