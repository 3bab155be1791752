package dev.gitexport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

  private void folder(Shell shell, String quietPeriod) throws IOException {
    Path manifest =
        shell.file(
            "shop.yaml.new",
            """
            apiVersion: gitexport.dev/v1alpha1
            kind: GitSync
            metadata:
              name: content
              namespace: web
              annotations: {gitexport.dev/requestedAt: "%s"}
            spec:
              repository: file://%s/remote.git
              branch: live
              volume: {path: content}
              interval: 24h
              maxDelay: 24h
              quietPeriod: %s
            """
                .formatted(quietPeriod, directory, quietPeriod));
    Files.move(manifest, directory.resolve("shop.yaml"), StandardCopyOption.ATOMIC_MOVE);
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
