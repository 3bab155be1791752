package dev.gitexport.e2e;

import static dev.gitexport.e2e.Stage.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What the chart renders.
final class ChartE2E {

  private static final String ALL = "--values=src/test/helm/all-values.yaml";

  private final Node node = Node.ofThisMachine();

  @Test
  void byDefaultItRendersWhatKubectlApplies() {
    Map<String, JsonNode> manifests = objects(node.kubectl("kustomize", "deploy/manifests"));
    manifests.remove("Namespace " + SYSTEM);

    assertThat(objects(template())).containsExactlyInAnyOrderEntriesOf(manifests);
  }

  @Test
  void everyOptionRenders() {
    node.helm("lint", Chart.DIRECTORY, "--kube-version=1.36.0", ALL);

    assertThat(objects(template(ALL)))
        .containsKeys(
            "Role exporter",
            "NetworkPolicy exporter",
            "ServiceMonitor exporter",
            "PrometheusRule exporter",
            "ConfigMap exporter-dashboard",
            "GitExport exporter-test")
        .doesNotContainKey("ClusterRole exporter");
  }

  @Test
  void aValueOfTheWrongKindIsRefusedByName() {
    assertThatThrownBy(() -> template("--set=replicas=two")).hasMessageContaining("/replicas");
    assertThatThrownBy(() -> template("--set=replica=2")).hasMessageContaining("replica");
  }

  private String template(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("template", "gitexport", Chart.DIRECTORY, "-n", SYSTEM));
    arguments.add("--kube-version=1.36.0");
    arguments.addAll(List.of(more));
    return node.helm(arguments.toArray(String[]::new));
  }

  /// Without what only one side says: labels, and what Helm does with an object later.
  private static Map<String, JsonNode> objects(String documents) {
    Map<String, JsonNode> objects = new TreeMap<>();
    Arrays.stream(documents.split("(?m)^---$"))
        .filter(document -> document.contains("kind:"))
        .map(document -> Serialization.unmarshal(document, JsonNode.class))
        .forEach(object -> {
          ((ObjectNode) object.get("metadata")).remove(List.of("labels", "annotations"));
          String name = object.at("/metadata/name").asText();
          objects.put(object.get("kind").asText() + " " + name, object);
        });
    return objects;
  }
}
