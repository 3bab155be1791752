package dev.gitexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `open`, `commit`, `push`, `update` and `close`.
final class OpenedFolderTest {

  @TempDir Path directory;
  private Shell shell;

  @BeforeEach
  void makeRemote() {
    shell = new Shell(directory);
    Shell.git(directory, "init", "-q", "--bare", "-b", "main", "remote.git");
  }

  private Shell.Result run(String command, String... args) {
    List<String> all = new ArrayList<>(List.of(command, "--output", "json"));
    all.addAll(List.of(args));
    Map<String, String> variables =
        Map.of("HOME", directory.resolve("home").toString(), "USER", "ada");
    return shell.run("", variables, all.toArray(String[]::new));
  }

  private String remote(String... args) {
    return Shell.git(directory.resolve("remote.git"), args);
  }

  @Test
  void aFolderIsOpenedChangedPushedAndClosed() {
    assertThat(run("open", "remote.git", "content").code()).isZero();
    shell.file("content/a", "1");

    assertThat(run("commit", "--message", "one", "content").out()).contains("\"Committed\"");
    shell.file("content/a", "2");
    assertThat(run("commit", "--message", "two", "content").out()).contains("\"Committed\"");
    assertThat(run("close", "content").code()).isEqualTo(30);
    assertThat(run("push", "content").out()).contains("\"Pushed\"");
    shell.file("content/a", "3");
    assertThat(run("update", "--message", "three", "content").out()).contains("\"Pushed\"");
    assertThat(run("close", "content").out()).contains("\"Closed\"");

    assertThat(directory.resolve("content")).doesNotExist();
    assertThat(remote("log", "--format=%an %s", "main")).isEqualTo("ada three\nada two\nada one");
    assertThat(remote("show", "main:a")).isEqualTo("3");
  }

  @Test
  void aFolderThatIsThereIsNotOpened() {
    shell.file("content/a", "1");

    assertThat(run("open", "remote.git", "content").code()).isEqualTo(25);
    assertThat(directory.resolve("content/a")).hasContent("1");
  }

  @Test
  void aRepositoryThatCannotBeReachedLeavesNoFolder() {
    assertThat(run("open", "none.git", "content").code()).isEqualTo(11);
    assertThat(directory.resolve("content")).doesNotExist();

    assertThat(run("open", "remote.git", "content").code()).isZero();
  }

  @Test
  void whatIsNotPushedIsDiscardedOnlyWhenAsked() {
    run("open", "remote.git", "content");
    shell.file("content/a", "1");
    Shell.Result refused = run("close", "content");
    assertThat(refused.code()).isEqualTo(30);
    assertThat(refused.out()).contains("Unpushed");

    assertThat(run("close", "--discard", "content").code()).isZero();

    assertThat(directory.resolve("content")).doesNotExist();
    assertThat(run("commit", "content").code()).isEqualTo(2);
  }

  @Test
  void branchNamespaceAndHistoryAreRemembered() {
    run(
        "open",
        "--branch",
        "live",
        "--keep-history",
        "false",
        "--git-namespace",
        "team",
        "remote.git",
        "content");
    shell.file("content/a", "1");
    run("update", "content");
    shell.file("content/a", "2");
    run("update", "content");

    String live = "refs/namespaces/team/refs/heads/live";
    assertThat(remote("rev-list", "--count", live)).isEqualTo("1");
    assertThat(remote("show", live + ":a")).isEqualTo("2");
  }

  @Test
  void aFolderIsPushedToAnotherRepositoryToo() {
    Shell.git(directory, "init", "-q", "--bare", "-b", "main", "copy.git");
    run("open", "remote.git", "content");
    shell.file("content/a", "1");

    assertThat(run("push", "--to", "copy.git", "content").out()).contains("\"Pushed\"");
    assertThat(run("push", "--to", "copy.git", "content").out()).contains("\"NothingToCommit\"");
    assertThat(remote("for-each-ref")).isEmpty();
    assertThat(run("close", "content").code()).isEqualTo(30);

    shell.commit("other", "x", "1");
    Shell.git(directory.resolve("other"), "push", "-q", "--force", directory + "/copy.git", "main");
    shell.file("content/a", "2");
    Shell.Result refused = run("push", "--to", "copy.git", "content");
    assertThat(refused.code()).isEqualTo(30);
    assertThat(refused.out()).contains("PushRefused").contains("history");
  }
}
