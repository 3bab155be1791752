package dev.gitexport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitexport.test.HangingRemote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WatchTest {

  @TempDir Path directory;
  private @Nullable Process process;

  @AfterEach
  void end() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  @Test
  void signalsReconcileAndStop() throws Exception {
    Shell shell = new Shell(directory);
    shell.commit("shop", "index.html", "one\n");
    Files.createDirectory(directory.resolve("volume"));
    shell.file(
        "shop.yaml",
        """
        apiVersion: gitexport.dev/v1alpha1
        kind: GitExport
        metadata: {name: shop, namespace: web}
        spec: {repository: shop, treeish: main, interval: 24h}
        """);
    Process watch = start();
    Path page = directory.resolve("volume/web/shop/current/index.html");
    Path status = directory.resolve("status.json");

    await().untilAsserted(() -> assertThat(status).exists());
    assertThat(page).hasContent("one\n");
    shell.commit("shop", "index.html", "second\n");
    signal(watch, "HUP");
    await().untilAsserted(() -> assertThat(page).hasContent("second\n"));
    signal(watch, "TERM");

    assertThat(watch.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(watch.exitValue()).isZero();
  }

  @Test
  void aFolderIsPushedWhenItIsQuietAtASignalAndBeforeTheEnd() throws Exception {
    Shell.git(directory, "init", "-q", "--bare", "-b", "live", "remote.git");
    Shell shell = new Shell(directory);
    shell.file("volume/web/content/a", "1");
    folder(shell, "1s");
    Process watch = start();
    await().ignoreExceptions().untilAsserted(() -> assertThat(pushed("a")).isEqualTo("1"));

    shell.file("volume/web/content/a", "2");
    await().ignoreExceptions().untilAsserted(() -> assertThat(pushed("a")).isEqualTo("2"));
    folder(shell, "23h");
    Path status = directory.resolve("status.json");
    await()
        .untilAsserted(
            () -> assertThat(status).content().contains("lastHandledReconcileAt\" : \"23h"));
    shell.file("volume/web/content/a", "3");
    signal(watch, "HUP");
    await().ignoreExceptions().untilAsserted(() -> assertThat(pushed("a")).isEqualTo("3"));
    shell.file("volume/web/content/a", "4");
    signal(watch, "TERM");

    assertThat(watch.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(watch.exitValue()).isZero();
    assertThat(pushed("a")).isEqualTo("4");
    assertThat(status).content().contains("\"watching\" : true");
  }

  /// Nobody watches these folders, and no scan is due.
  @Test
  void whatNobodyHeardOfIsPushedBeforeTheEnd() throws Exception {
    Shell.git(directory, "init", "-q", "--bare", "-b", "live", "remote.git");
    Shell shell = new Shell(directory);
    shell.file("volume/web/content/a", "1");
    shell.file("shop.yaml", folder("content", "24h", "watch: false"));
    Process watch = start();
    await().untilAsserted(() -> assertThat(directory.resolve("status.json")).exists());
    shell.file("volume/web/content/a", "last");

    signal(watch, "TERM");

    assertThat(watch.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(watch.exitValue()).isZero();
    assertThat(pushed("a")).isEqualTo("last");
  }

  @Test
  void aRemoteThatHangsAtTheEndIsNotWaitedForAndAllIsCommitted() throws Exception {
    Shell.git(directory, "init", "-q", "--bare", "-b", "live", "remote.git");
    Shell shell = new Shell(directory);
    shell.file(
        "shop.yaml",
        folder("one", "24h", "watch: false")
            + "---\n"
            + folder("two", "24h", "watch: false").replace("live", "other")
            + "---\n"
            + folder("three", "24h", "suspend: true"));
    for (String name : List.of("one", "two", "three")) {
      shell.file("volume/web/%s/a".formatted(name), "1");
    }
    Process watch = start();
    await()
        .untilAsserted(() ->
            assertThat(directory.resolve("status.json"))
                .content()
                .contains("live@sha1", "other@sha1"));
    HangingRemote.at(directory.resolve("remote.git"));
    shell.file("volume/web/one/a", "last of one");
    shell.file("volume/web/two/a", "last of two");

    signal(watch, "TERM");

    assertThat(watch.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(watch.exitValue()).isZero();
    Path states = directory.resolve("volume/web/.gitsync");
    assertThat(Shell.git(states.resolve("one/repo.git"), "show", "live:a"))
        .isEqualTo("last of one");
    assertThat(Shell.git(states.resolve("two/repo.git"), "show", "other:a"))
        .isEqualTo("last of two");
    assertThat(states.resolve("three")).doesNotExist();
  }

  @Test
  void aRunThatHangsWhenTheSignalComesIsNotWaitedForEither() throws Exception {
    Shell.git(directory, "init", "-q", "--bare", "-b", "live", "remote.git");
    Shell shell = new Shell(directory);
    shell.file("shop.yaml", folder("one", "0s", "watch: true"));
    shell.file("volume/web/one/a", "1");
    Process watch = start();
    await().ignoreExceptions().untilAsserted(() -> assertThat(pushed("a")).isEqualTo("1"));
    await()
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(directory.resolve("status.json")).exists());
    HangingRemote.at(directory.resolve("remote.git"));
    shell.file("volume/web/one/a", "2");
    Path state = directory.resolve("volume/web/.gitsync/one/repo.git");
    await()
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(Shell.git(state, "show", "live:a")).isEqualTo("2"));
    shell.file("volume/web/one/b", "last");

    signal(watch, "TERM");

    assertThat(watch.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(Shell.git(state, "show", "live:b")).isEqualTo("last");
  }

  private void folder(Shell shell, String quietPeriod) throws IOException {
    Path manifest = shell.file("shop.yaml.new", folder("content", quietPeriod, "watch: true"));
    Files.move(manifest, directory.resolve("shop.yaml"), StandardCopyOption.ATOMIC_MOVE);
  }

  private String folder(String name, String quietPeriod, String more) {
    return """
    apiVersion: gitexport.dev/v1alpha1
    kind: GitSync
    metadata:
      name: %s
      namespace: web
      annotations: {gitexport.dev/requestedAt: "%s"}
    spec:
      repository: file://%s/remote.git
      branch: live
      volume: {path: %s}
      interval: 24h
      timeout: 24h
      maxDelay: 24h
      quietPeriod: %s
      %s
    """
        .formatted(name, quietPeriod, directory, name, quietPeriod, more);
  }

  private String pushed(String path) {
    return Shell.git(directory.resolve("remote.git"), "show", "live:" + path);
  }

  private Process start() throws IOException {
    List<String> command =
        new ArrayList<>(List.of("env", "--default-signal=HUP")); // undoes what nohup does to it
    command.addAll(
        Shell.program(
            "apply -f shop.yaml --volume volume --watch --status-file status.json".split(" ")));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.directory(directory.toFile());
    builder.redirectErrorStream(true).redirectOutput(directory.resolve("log").toFile());
    Process started = builder.start();
    process = started;
    return started;
  }

  private static void signal(Process process, String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }
}
