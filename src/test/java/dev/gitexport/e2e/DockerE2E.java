package dev.gitexport.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitexport.docs.Markdown;
import dev.gitexport.git.RealGit;
import dev.gitexport.test.Commands;
import dev.gitexport.test.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The image in Docker, whose daemon is one of its own.
final class DockerE2E {

  private static final Path ROOT = Path.of("").toAbsolutePath();

  @TempDir private Path directory = Path.of("");
  private Process daemon;

  @BeforeEach
  void serve() throws IOException {
    Node.ofThisMachine();
    Requires.program("docker");
    Requires.program("dockerd");
    daemon =
        new ProcessBuilder(
                "dockerd",
                "--host=" + socket(),
                "--data-root=" + directory.resolve("data"),
                "--exec-root=" + directory.resolve("exec"),
                "--pidfile=" + directory.resolve("pid"),
                "--bridge=none",
                "--iptables=false",
                "--ip6tables=false")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    await().atMost(Node.PATIENCE).until(() -> !daemon.isAlive() || isServing());
    Requires.kernel(
        daemon.isAlive(),
        "no Docker daemon starts here: " + Files.readString(directory.resolve("log")));
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (daemon != null) {
      daemon.destroy();
      assertThat(daemon.waitFor(5, TimeUnit.MINUTES)).isTrue();
    }
  }

  @Test
  void theGuidesCommandLoadsAnImageThatExports() throws IOException {
    RealGit git = RealGit.init(directory.resolve("repository"));
    git.commit("one", "index.html", "one", "grüße.html", "two");
    Path volume = Files.createDirectory(directory.resolve("volume"));
    Commands.run(directory, Map.of(), "chown", "65532:65532", volume.toString());

    assertThat(docker(Markdown.guide("install").command("docker load")))
        .isEqualTo("Loaded image: gitexport:local\n");
    String run = "docker run --rm --network=none --read-only --tmpfs=/tmp";
    docker(
        run
            + " -v %s:/repository:ro -v %s:/volume -v %s:/examples:ro"
                .formatted(git.directory(), volume, ROOT.resolve("examples"))
            + " gitexport:local apply -f /examples/website.yaml --volume /volume"
            + " --repository /repository --treeish HEAD");

    assertThat(volume.resolve("web/website/current/index.html")).hasContent("one");
    assertThat(volume.resolve("web/website/current/grüße.html")).hasContent("two");
    assertThat(files().lines()).contains("./opt/gitexport/sbom.cdx.json");
    // So a start-up cache that is missing, or that the JVM refuses, is an error.
    assertThat(docker(run + " -e JDK_JAVA_OPTIONS=-XX:AOTMode=on gitexport:local --version"))
        .contains("gitexport ");
  }

  private static String files() {
    String list = "tar -xOf target/gitexport-image.tar layer.tar | tar -t";
    return Commands.run(ROOT, Map.of(), "sh", "-c", list);
  }

  private boolean isServing() {
    try {
      return !docker("docker version").isEmpty();
    } catch (IllegalStateException notYet) {
      return false;
    }
  }

  private String docker(String command) {
    return Commands.run(ROOT, Map.of("DOCKER_HOST", socket()), "sh", "-c", command);
  }

  private String socket() {
    return "unix://" + directory.resolve("socket");
  }
}
