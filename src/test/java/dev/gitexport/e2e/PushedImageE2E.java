package dev.gitexport.e2e;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitexport.test.Commands;
import dev.gitexport.test.Requires;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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

/// `make image` and a registry.
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
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
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
      registry.destroyForcibly();
    }
  }

  @Test
  void makeImagePushesWhatMakeImageLocalBuilds() throws Exception {
    Commands.run(ROOT, Map.of(), "make", "image", "IMAGE=localhost:%d/gitexport:1".formatted(port));

    JsonNode manifest = get("manifests/1");
    JsonNode pushed = get("blobs/" + manifest.at("/config/digest").asText());
    String config =
        Commands.run(ROOT, Map.of(), "tar", "-xOf", "target/gitexport-image.tar", "config.json");
    JsonNode built = Serialization.unmarshal(config, JsonNode.class);
    assertThat(pushed.get("rootfs")).isEqualTo(built.get("rootfs"));
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
