package dev.gitexport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WatchTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;
  private @Nullable Process process;

  @AfterEach
  void end() {
    if (process != null) {
      process.destroyForcibly();
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

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(status).exists());
    assertThat(page).hasContent("one\n");
    shell.commit("shop", "index.html", "second\n");
    signal(watch, "HUP");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(page).hasContent("second\n"));
    signal(watch, "TERM");

    assertThat(watch.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(watch.exitValue()).isZero();
  }

  private Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                "env", // undoes what nohup does to SIGHUP
                "--default-signal=HUP",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "apply",
                "-f",
                "shop.yaml",
                "--volume",
                "volume",
                "--watch",
                "--status-file",
                "status.json"));
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
