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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Dockerfile, built by a tool that needs no daemon, in a clone of the commit that is checked
/// out. Its first stage has this machine's JDK and git in place of those of the image that it
/// names.
final class DockerfileE2E {

  private static final Path ROOT = Path.of("").toAbsolutePath();

  @TempDir private Path directory = Path.of("");

  @Test
  void itBuildsTheImageThatMakeImageLocalBuilds() throws IOException {
    Node.ofThisMachine();
    Requires.program("buildah");
    Path clone = directory.resolve("gitexport");
    new RealGit(directory).run("clone", "-q", ROOT.toString(), clone.toString());
    makeStageOfThisMachine();

    buildah(
        "bud",
        "--build-arg=JDK=localhost/jdk:local",
        "--build-arg=VERSION=98.7.6",
        "--build-arg=MAVEN_ARGS=" + Node.CHECKED,
        "--volume=/usr:/usr:ro",
        "--volume=/etc:/etc:ro",
        "--volume=" + System.getProperty("user.home") + ":/root",
        "--tag=built",
        clone.toString());

    buildah("push", "built", "docker-archive:" + directory.resolve("built.tar") + ":built:local");
    JsonNode built = configuration(directory.resolve("built.tar"));
    JsonNode local = configuration(Path.of("target/gitexport-image.tar"));
    for (String setting : new String[] {"User", "Entrypoint", "WorkingDir"}) {
      assertThat(built.get("config").get(setting)).isEqualTo(local.get("config").get(setting));
    }
    assertThat(built.at("/config/Env"))
        .containsExactlyInAnyOrderElementsOf(local.at("/config/Env"));
    assertThat(built.get("architecture")).isEqualTo(local.get("architecture"));
    assertThat(built.at("/config/Labels/org.opencontainers.image.version"))
        .hasToString("\"98.7.6\"");
    assertThat(files("built.tar", "tar -xOf %1$s $(tar -tf %1$s | grep '[0-9a-f]\\{64\\}.tar$')"))
        .isEqualTo(files(ROOT + "/target/gitexport-image.tar", "tar -xOf %s layer.tar"));
  }

  /// The names of an image's files.
  private List<String> files(String archive, String layer) {
    String list = layer.formatted(archive) + " | tar -t | sed 's,^\\./,,; s,/$,,' | sort";
    return Commands.run(directory, Map.of(), "bash", "-c", list)
        .lines()
        .filter(file -> !file.isEmpty())
        .toList();
  }

  /// An image that has nothing but places to mount this machine's directories at.
  private void makeStageOfThisMachine() throws IOException {
    Path stage = directory.resolve("stage");
    for (String place : List.of("usr", "etc", "root", "tmp", "var", "run", "proc", "sys", "dev")) {
      Files.createDirectories(stage.resolve(place));
    }
    for (String link : List.of("bin", "sbin", "lib", "lib64")) {
      Files.createSymbolicLink(stage.resolve(link), Path.of("usr", link));
    }
    String container = buildah("from", "scratch").strip();
    buildah("add", container, stage.toString(), "/");
    buildah("commit", container, "localhost/jdk:local");
  }

  private String buildah(String verb, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "buildah",
                "--storage-driver=vfs",
                "--root=" + directory.resolve("storage"),
                "--runroot=" + directory.resolve("run"),
                verb));
    if (!verb.equals("add")) {
      command.add("--signature-policy=" + policy());
    }
    command.addAll(List.of(arguments));
    return Commands.run(
        directory, Map.of("BUILDAH_ISOLATION", "chroot"), command.toArray(String[]::new));
  }

  private Path policy() {
    try {
      return Files.writeString(
          directory.resolve("policy.json"),
          "{\"default\":[{\"type\":\"insecureAcceptAnything\"}]}");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static JsonNode configuration(Path archive) {
    String config =
        Commands.run(
            ROOT,
            Map.of(),
            "bash",
            "-c",
            "tar -xOf %1$s \"$(tar -xOf %1$s manifest.json | sed 's/.*\"Config\": *\"\\([^\"]*\\)\".*/\\1/')\""
                .formatted(archive));
    return Serialization.unmarshal(config, JsonNode.class);
  }
}
