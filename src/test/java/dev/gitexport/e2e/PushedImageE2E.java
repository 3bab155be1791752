package dev.gitexport.e2e;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitexport.docs.Markdown;
import dev.gitexport.test.Commands;
import dev.gitexport.test.Ports;
import dev.gitexport.test.Requires;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The image's ways into a registry.
final class PushedImageE2E {

  private static final Path ROOT = Path.of("").toAbsolutePath();
  private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

  @TempDir Path directory;
  private int port;
  private Process registry;

  @BeforeEach
  void serve() throws IOException {
    Node.ofThisMachine();
    Requires.program("docker-registry");
    port = Ports.free();
    Path configuration =
        Files.writeString(
            directory.resolve("registry.yaml"),
            """
            version: 0.1
            storage: {filesystem: {rootdirectory: %s}}
            http: {addr: "127.0.0.1:%d"}
            """
                .formatted(directory.resolve("data"), port));
    registry =
        new ProcessBuilder("docker-registry", "serve", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("registry.log").toFile())
            .start();
    await()
        .ignoreExceptions()
        .until(() -> {
          new Socket(InetAddress.getLoopbackAddress(), port).close();
          return true;
        });
  }

  @AfterEach
  void stop() {
    if (registry != null) {
      registry.destroyForcibly().onExit().join();
    }
  }

  @Test
  void makeImagePushesWhatMakeImageLocalBuilds() throws Exception {
    Commands.run(ROOT, Map.of(), "make", "image", "IMAGE=" + image("1"));

    assertIsWhatMakeImageLocalBuilds("1");
  }

  @Test
  void theGuidesCommandCopiesWhatMakeImageLocalBuilds() throws Exception {
    Requires.program("skopeo");
    String command =
        Markdown.guide("install")
            .command("skopeo copy")
            .replace("skopeo copy", "skopeo --insecure-policy copy --dest-tls-verify=false")
            .replaceFirst("registry.example.com/\\S+", image("2"));

    Commands.run(ROOT, Map.of(), "sh", "-c", command);

    assertIsWhatMakeImageLocalBuilds("2");
  }

  private String image(String tag) {
    return "localhost:%d/gitexport:%s".formatted(port, tag);
  }

  private void assertIsWhatMakeImageLocalBuilds(String tag) throws Exception {
    JsonNode manifest = get("manifests/" + tag);
    JsonNode pushed = get("blobs/" + manifest.at("/config/digest").asText());
    String config =
        Commands.run(ROOT, Map.of(), "tar", "-xOf", "target/gitexport-image.tar", "config.json");
    JsonNode built = Serialization.unmarshal(config, JsonNode.class);
    assertThat(pushed.get("rootfs")).isEqualTo(built.get("rootfs"));
    assertThat(pushed.get("architecture")).isEqualTo(built.get("architecture"));
    for (String setting : new String[] {"User", "Entrypoint", "Labels"}) {
      assertThat(pushed.get("config").get(setting)).isEqualTo(built.get("config").get(setting));
    }
  }

  private JsonNode get(String what) throws IOException, InterruptedException {
    URI uri = URI.create("http://localhost:%d/v2/gitexport/%s".formatted(port, what));
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(uri).header("Accept", MANIFEST).build();
      return Serialization.unmarshal(client.send(request, ofString()).body(), JsonNode.class);
    }
  }
}
