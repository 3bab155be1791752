package dev.gitexport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.git.RealGit;
import dev.gitexport.test.Commands;
import dev.gitexport.test.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program on arm64, whose kernel calls and structures are others, in an emulator. It is the
/// program alone: no arm64 image is built here.
final class Arm64E2E {

  private static final Path ROOT = Path.of("").toAbsolutePath();

  @TempDir private Path directory = Path.of("");

  @Test
  void anExportSharesFilesAndIsPublished() throws IOException {
    Node.ofThisMachine();
    Requires.program("qemu-aarch64-static");
    Requires.program("pip");
    RealGit git = RealGit.init(directory.resolve("git"));
    git.commit("one", "index.html", "one", "style.css", "css");
    git.commit("two", "index.html", "two");
    Path volume = Files.createDirectory(directory.resolve("volume"));

    for (String treeish : List.of("HEAD~1", "HEAD")) {
      gitexport(
          "apply",
          "-f",
          "examples/website.yaml",
          "--volume=" + volume,
          "--repository=" + git.directory(),
          "--treeish=" + treeish);
    }

    assertThat(volume.resolve("web/website/current/index.html")).hasContent("two");
    assertThat(Files.getAttribute(volume.resolve("web/website/current/style.css"), "unix:nlink"))
        .isEqualTo(2);
    assertThat(gitexport("list", "--volume=" + volume)).contains("web/website");
  }

  private static String gitexport(String... arguments) {
    List<String> command = new ArrayList<>(List.of("src/test/sh/arm64-java"));
    command.addAll(
        List.of(
            "@src/main/sh/jvm.options",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            "target/quarkus-app/quarkus-run.jar",
            "dev.gitexport.cli.Main"));
    command.addAll(List.of(arguments));
    return Commands.run(ROOT, Map.of("LC_ALL", "C.UTF-8"), command.toArray(String[]::new));
  }
}
