package dev.gitexport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitexport.git.RealGit;
import dev.gitexport.test.Commands;
import dev.gitexport.test.Requires;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The image for arm64, whose kernel calls and structures are others, in an emulator of that
/// processor: its entry point, user and environment, in a root directory that has nothing but the
/// image and what a container mounts.
final class Arm64E2E {

  private static final Path ROOT = Path.of("").toAbsolutePath();
  private static final String IMAGE = "target/gitexport-image-arm64.tar";

  /// Binds the file systems of a container, in a view of its own, and runs the rest there. Java
  /// looks for the mount that a file is on: the root is one.
  private static final String CONTAINER =
      """
      set -e
      mount --bind "$1" "$1"
      cd "$1"
      mount --bind /proc proc
      for mounted in repository volume examples; do mount --bind "$2/$mounted" $mounted; done
      shift 2
      exec env -i "$@"
      """;

  @TempDir private Path directory = Path.of("");
  private JsonNode configuration;

  @BeforeEach
  void unpack() throws IOException {
    Node.ofThisMachine();
    Requires.root();
    Requires.program("qemu-aarch64-static");
    run("src/main/sh/image", "arm64");
    Path image = Files.createDirectory(directory.resolve("image"));
    run("bash", "-c", "tar -xOf %s layer.tar | tar -x -C %s".formatted(IMAGE, image));
    for (String mounted : List.of("proc", "repository", "examples")) {
      Files.createDirectories(image.resolve(mounted));
    }
    run("cp", run("sh", "-c", "command -v qemu-aarch64-static").strip(), image + "/emulator");
    run("cp", "-R", "examples", directory.resolve("examples").toString());
    configuration =
        Serialization.unmarshal(run("tar", "-xOf", IMAGE, "config.json"), JsonNode.class);
  }

  @Test
  void theImageSharesFilesOfExportsAndPublishesThem() throws IOException {
    RealGit git = RealGit.init(directory.resolve("repository"));
    git.commit("one", "index.html", "one", "style.css", "css");
    git.commit("two", "index.html", "two");
    Path volume = Files.createDirectory(directory.resolve("volume"));
    run("chown", "65532:65532", volume.toString());

    for (String treeish : List.of("HEAD~1", "HEAD")) {
      gitexport(
          "apply",
          "-f",
          "/examples/website.yaml",
          "--volume=/volume",
          "--repository=/repository",
          "--treeish=" + treeish);
    }

    assertThat(configuration.get("architecture")).hasToString("\"arm64\"");
    assertThat(volume.resolve("web/website/current/index.html")).hasContent("two");
    Path shared = volume.resolve("web/website/current/style.css");
    assertThat(Files.getAttribute(shared, "unix:nlink")).isEqualTo(2);
    assertThat(Files.getAttribute(shared, "unix:uid")).isEqualTo(65532);
  }

  private void gitexport(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of("unshare", "--mount", "sh", "-c", CONTAINER, "sh", directory + "/image"));
    command.add(directory.toString());
    configuration.at("/config/Env").forEach(variable -> command.add(variable.asText()));
    // What the optimising compiler gains it does not earn in an emulator.
    command.add("JDK_JAVA_OPTIONS=-XX:TieredStopAtLevel=1");
    command.add("/usr/sbin/chroot");
    command.add("--userspec=" + configuration.at("/config/User").asText());
    command.addAll(List.of(directory + "/image", "/emulator"));
    configuration.at("/config/Entrypoint").forEach(word -> command.add(word.asText()));
    command.addAll(List.of(arguments));
    run(command.toArray(String[]::new));
  }

  private static String run(String... command) {
    return Commands.run(ROOT, Map.of(), command);
  }
}
