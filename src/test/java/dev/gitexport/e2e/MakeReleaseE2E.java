package dev.gitexport.e2e;

import static dev.gitexport.e2e.Stage.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitexport.git.RealGit;
import dev.gitexport.test.Commands;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/// `make release`, from the first command to an operator that runs of what it made. What is
/// released is the commit that is checked out here, in a clone of its own.
@TestInstance(Lifecycle.PER_CLASS)
final class MakeReleaseE2E {

  private static final Path ROOT = Path.of("").toAbsolutePath();
  private static final String VERSION = "98.7.6";
  private static final String IMAGE = "registry.example.com/acme/gitexport";

  private final Node node = Node.ofThisMachine();
  private Path directory = Path.of("");
  private Path checkout = Path.of("");
  private Path release = Path.of("");

  @BeforeAll
  void make(@TempDir Path shared) {
    directory = shared;
    checkout = directory.resolve("gitexport");
    release = checkout.resolve("target/release");
    new RealGit(directory).run("clone", "-q", ROOT.toString(), checkout.toString());
    RealGit git = new RealGit(checkout);
    run("src/main/sh/release", "prepare", VERSION);
    git.run("commit", "-q", "-a", "-m", "Release " + VERSION);
    git.run("tag", "v" + VERSION);

    run("make", "release");
  }

  @AfterEach
  void putAway() {
    node.helm("uninstall", "gitexport", "-n", SYSTEM, "--ignore-not-found", "--wait");
    node.kubectl("delete", "namespace", SYSTEM, "--ignore-not-found", Node.TIMEOUT);
    node.kubectl("delete", "--ignore-not-found", "-f", file("-crds.yaml"));
    node.kubectl("delete", "persistentvolume", "-l", "gitexport.dev/test=e2e", Node.TIMEOUT);
  }

  @Test
  @ResourceLock(Node.LOCK)
  void whatItMakesIsWholeAndRuns() throws IOException {
    assertThat(release)
        .isDirectoryContaining("glob:**/SHA256SUMS")
        .isDirectoryContaining("glob:**/provenance.json");
    assertThat(release.resolve("NOTES.md")).content().contains("### Added");
    run("sh", "-c", "cd target/release && sha256sum --quiet -c SHA256SUMS");
    assertThat(provenance()).containsExactlyInAnyOrderEntriesOf(archives());
    assertThat(json("gitexport-" + VERSION + "-sbom.cdx.json").at("/metadata/component/version"))
        .hasToString("\"" + VERSION + "\"");

    run(
        "sh",
        "-c",
        "gunzip -c target/release/*-image-$PLATFORM.tar.gz >image.tar && $LOAD image.tar");
    node.restrictedNamespace(SYSTEM);
    node.claim(SYSTEM, "shared", Files.createDirectory(directory.resolve("volume")));
    run("chown", "65532:65532", directory.resolve("volume").toString());
    node.kubectl("apply", "--server-side", "--dry-run=server", "-f", file(".yaml"));
    node.helm(
        "install",
        "gitexport",
        file(".tgz"),
        "-n=" + SYSTEM,
        "--wait",
        Node.TIMEOUT,
        "--set=image.pullPolicy=Never",
        "--set=volume.existingClaim=shared");

    assertThat(
            node.kubectl(
                "get", "pods", "-n", SYSTEM, "-o=jsonpath={.items[*].spec.containers[*].image}"))
        .isEqualTo(IMAGE + ":" + VERSION);
    assertThat(Files.readString(Path.of(file(".yaml"))))
        .contains("image: " + IMAGE + ":" + VERSION);
    assertThat(version())
        .contains(VERSION, new RealGit(checkout).run("rev-parse", "--short=12", "HEAD"));
  }

  /// What the operator's own program says that it is.
  private String version() {
    String jar = "/opt/gitexport/app/quarkus-run.jar";
    return node.kubectl(
        "exec",
        "deployment/gitexport",
        "-n",
        SYSTEM,
        "--",
        "/opt/java/bin/java",
        "@/opt/gitexport/image.options",
        "-cp",
        jar,
        "dev.gitexport.cli.Main",
        "--version");
  }

  /// Name and digest of each file, as the statement has them.
  private Map<String, String> provenance() throws IOException {
    JsonNode statement = json("provenance.json");
    assertThat(statement.at("/predicate/buildDefinition/resolvedDependencies/0/digest/gitCommit"))
        .hasToString("\"" + new RealGit(checkout).run("rev-parse", "HEAD") + "\"");
    Map<String, String> subjects = new TreeMap<>();
    statement
        .get("subject")
        .forEach(
            file -> subjects.put(file.get("name").asText(), file.at("/digest/sha256").asText()));
    return subjects;
  }

  private Map<String, String> archives() {
    Map<String, String> digests = new TreeMap<>();
    for (String suffix :
        List.of(
            "-image-amd64.tar.gz",
            "-image-arm64.tar.gz",
            "-sbom.cdx.json",
            ".tgz",
            "-crds.yaml",
            ".yaml")) {
      String name = "gitexport-" + VERSION + suffix;
      digests.put(name, run("sha256sum", file(suffix)).split(" ", -1)[0]);
    }
    return digests;
  }

  private JsonNode json(String name) throws IOException {
    return Serialization.unmarshal(Files.readString(release.resolve(name)), JsonNode.class);
  }

  private String file(String suffix) {
    return release.resolve("gitexport-" + VERSION + suffix).toString();
  }

  private String run(String... command) {
    String load = System.getenv().getOrDefault("GITEXPORT_E2E_LOAD", "false");
    String platform = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    Map<String, String> environment =
        Map.of(
            "GITEXPORT_IMAGE", IMAGE,
            "LOAD", load,
            "PLATFORM", platform,
            "MAVEN_ARGS", Node.CHECKED);
    return Commands.run(checkout, environment, command);
  }
}
