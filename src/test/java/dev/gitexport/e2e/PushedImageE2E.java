package dev.gitexport.e2e;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
  private static final String KIND = "application/vnd.docker.distribution.manifest.";
  private static final String MANIFEST = KIND + "v2+json";
  private static final String INDEX = KIND + "list.v2+json";

  private static final String CERTIFICATE =
      "openssl req -x509 -newkey rsa:2048 -nodes -keyout k.pem -out c.pem -subj /CN=localhost"
          + " -addext subjectAltName=DNS:localhost";

  @TempDir Path directory;
  private int port;
  private Process registry;

  @BeforeEach
  void serve() throws IOException {
    Node.ofThisMachine();
    Requires.program("docker-registry");
    serve("http: {addr: \"127.0.0.1:%d\"}");
  }

  private void serve(String settings) throws IOException {
    port = Ports.free();
    Path configuration =
        Files.writeString(
            directory.resolve("registry.yaml"),
            """
            version: 0.1
            storage: {filesystem: {rootdirectory: %s}}
            %s
            """
                .formatted(directory.resolve("data"), settings.formatted(port)));
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
  void makeImagePushesAnImageForEachPlatformAndTheirIndex() throws Exception {
    String command = Markdown.guide("install").command("make image IMAGE=");
    Commands.run(
        ROOT, Map.of(), "sh", "-c", command.replaceFirst("registry.example.com/\\S+", image("1")));

    JsonNode images = get("manifests/1", INDEX).get("manifests");
    assertThat(images)
        .extracting(image -> image.at("/platform/architecture").asText())
        .containsExactly("amd64", "arm64");
    for (JsonNode image : images) {
      String platform = image.at("/platform/architecture").asText();
      String digest = image.get("digest").asText();
      assertIsOf("target/gitexport-image-%s.tar".formatted(platform), digest);
      assertIsOf("target/gitexport-image-%s.tar".formatted(platform), "1-" + platform);
      assertThat(body("manifests/" + digest, MANIFEST)).hasSize(image.get("size").asInt());
    }
  }

  @Test
  void ofOnePlatformTheTagIsTheImageItself() throws Exception {
    Commands.run(ROOT, Map.of(), "make", "image", "IMAGE=" + image("3"), "PLATFORMS=");

    assertIsOf("target/gitexport-image.tar", "3");
  }

  @Test
  void anIndexIsPushedWithTheCredentialsOfDockerLogin() throws Exception {
    stop();
    Commands.run(directory, Map.of(), "sh", "-c", CERTIFICATE);
    // Of the password "p".
    Files.writeString(
        directory.resolve("users"),
        "u:$2b$04$u9wpLLY4GANHFZjefloczO95QXb5DXwelVd0CFbK7ZCsbgFi/LY4O\n");
    serve(
        """
        http: {addr: "127.0.0.1:%%d", tls: {certificate: %1$s/c.pem, key: %1$s/k.pem}}
        auth: {htpasswd: {realm: r, path: %1$s/users}}\
        """
            .formatted(directory));
    Path login = Files.createDirectory(directory.resolve("login"));
    Files.writeString(
        login.resolve("config.json"),
        "{\"auths\":{\"localhost:%d\":{\"auth\":\"dTpw\"}}}".formatted(port));
    String[] push = {"make", "image", "IMAGE=" + image("4")};

    assertThatThrownBy(() -> Commands.run(ROOT, Map.of("DOCKER_CONFIG", "/none"), push))
        .hasMessageContaining("401");
    assertThat(Commands.run(ROOT, Map.of("DOCKER_CONFIG", login.toString()), push))
        .contains(image("4") + " is sha256:");
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

    assertIsOf("target/gitexport-image.tar", "2");
  }

  private String image(String tag) {
    return "localhost:%d/gitexport:%s".formatted(port, tag);
  }

  private void assertIsOf(String archive, String reference) throws Exception {
    JsonNode manifest = get("manifests/" + reference, MANIFEST);
    JsonNode pushed = get("blobs/" + manifest.at("/config/digest").asText(), MANIFEST);
    String config = Commands.run(ROOT, Map.of(), "tar", "-xOf", archive, "config.json");
    JsonNode built = Serialization.unmarshal(config, JsonNode.class);
    assertThat(pushed.get("rootfs")).isEqualTo(built.get("rootfs"));
    assertThat(pushed.get("architecture")).isEqualTo(built.get("architecture"));
    for (String setting : new String[] {"User", "Entrypoint", "Labels"}) {
      assertThat(pushed.get("config").get(setting)).isEqualTo(built.get("config").get(setting));
    }
  }

  private JsonNode get(String what, String kind) throws IOException, InterruptedException {
    return Serialization.unmarshal(body(what, kind), JsonNode.class);
  }

  private String body(String what, String kind) throws IOException, InterruptedException {
    URI uri = URI.create("http://localhost:%d/v2/gitexport/%s".formatted(port, what));
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(uri).header("Accept", kind).build();
      return client.send(request, ofString()).body();
    }
  }
}
