package dev.gitexport.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitexport.test.Commands;
import dev.gitexport.test.Requires;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The alerts as Prometheus itself reads them.
final class AlertsTest {

  private static final Path MONITORING = Path.of("deploy/monitoring");

  @TempDir private Path directory = Path.of("");

  @BeforeEach
  void takeTheRulesOutOfTheirResource() throws IOException {
    Requires.program("promtool");
    JsonNode rules = yaml(MONITORING.resolve("prometheusrule.yaml")).get("spec");
    Files.writeString(directory.resolve("rules.yaml"), Serialization.asYaml(rules));
  }

  @Test
  void prometheusTakesThem() {
    assertThat(promtool("check", "rules", "rules.yaml")).contains("SUCCESS");
  }

  @Test
  void eachFiresWhenItShouldAndNotBefore() throws IOException {
    Files.copy(
        Path.of("src/test/prometheus/alerts-test.yaml"), directory.resolve("alerts-test.yaml"));

    assertThat(promtool("test", "rules", "alerts-test.yaml")).contains("SUCCESS");
  }

  @Test
  void theComponentBringsEveryFileForPrometheus() throws IOException {
    assertThat(yaml(MONITORING.resolve("kustomization.yaml")).get("resources"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrder("servicemonitor.yaml", "prometheusrule.yaml");
  }

  private static JsonNode yaml(Path file) throws IOException {
    return Serialization.unmarshal(Files.readString(file), JsonNode.class);
  }

  private String promtool(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "promtool";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return Commands.run(directory, Map.of(), command);
  }
}
