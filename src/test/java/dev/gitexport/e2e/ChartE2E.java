package dev.gitexport.e2e;

import static dev.gitexport.e2e.Stage.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gitexport.test.Commands;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the chart renders.
@TestInstance(Lifecycle.PER_CLASS)
@ResourceLock(Node.LOCK)
final class ChartE2E {

  private static final String ALL = "--values=src/test/helm/all-values.yaml";

  private static final String DIGEST =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  private final Node node = Node.ofThisMachine();
  @TempDir private Path directory = Path.of("");

  @BeforeAll
  void define() {
    node.restrictedNamespace(SYSTEM);
    node.restrictedNamespace("web");
    node.kubectl("apply", "--server-side", "-f", definitions());
    node.kubectl("apply", "--server-side", "-k", "deploy/crds");
  }

  @AfterAll
  void putAway() {
    String gone = "--ignore-not-found";
    node.kubectl("delete", "namespace", SYSTEM, "web", gone, Node.TIMEOUT);
    node.kubectl("delete", gone, "-f", definitions());
    node.kubectl("delete", gone, "-k", "deploy/crds");
  }

  @Test
  void byDefaultItRendersWhatKubectlApplies() {
    Map<String, JsonNode> manifests = objects(node.kubectl("kustomize", "deploy/manifests"));
    manifests.remove("Namespace " + SYSTEM);

    assertThat(objects(template())).containsExactlyInAnyOrderEntriesOf(manifests);
  }

  @Test
  void theOverlayForTheClusterIsWhatTheManifestsAre() {
    assertThat(objects(node.kubectl("kustomize", "deploy/overlays/cluster-wide")))
        .isEqualTo(objects(node.kubectl("kustomize", "deploy/manifests")));
  }

  @Test
  void everyOptionRenders() throws IOException {
    node.helm("lint", Chart.DIRECTORY, "--strict", "--kube-version=1.36.0", ALL);

    String rendered = template(ALL);
    assertThat(objects(rendered))
        .containsKeys(
            "Role exporter",
            "NetworkPolicy exporter",
            "ServiceMonitor exporter",
            "PodMonitor exporter",
            "PrometheusRule exporter",
            "ConfigMap exporter-dashboard",
            "ClusterRole exporter-edit",
            "GitExport exporter-test")
        .doesNotContainKey("ClusterRole exporter");
    assertThat(String.valueOf(objects(rendered).get("Deployment exporter")))
        .contains("\"imagePullSecrets\":[{\"name\":\"pull\"},{\"name\":\"other\"}]");
    assertIsTaken(rendered);
  }

  @ParameterizedTest
  @CsvSource({
    "replicas=two, /replicas",
    "replica=2, replica",
    "volume.size=ten, /volume/size",
    "resources.limit.memory=1Gi, limit",
    "env[0].value=1, name",
    "imagePullSecrets[0].secret=pull, imagePullSecrets",
    "sources.schemes[0]=ftp, /sources/schemes/0",
    "podLabels.a=1, /podLabels/a",
  })
  void aValueOfTheWrongKindIsRefusedByName(String value, String name) {
    assertThatThrownBy(() -> template("--set=" + value)).hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "replicas=1",
        "replicas=2,podDisruptionBudget.enabled=false",
        "volume.existingClaim=shared",
        "volume.storageClassName=-,volume.accessModes={ReadWriteOnce},volume.size=1Ti",
        "watchNamespaces={web}",
        "rbac.aggregate=false,imagePullSecrets={pull}",
        "rbac.create=false,serviceAccount.create=false,serviceAccount.name=other",
        "crds.install=false,nameOverride=exporter",
        "crds.keep=false,fullnameOverride=exporter",
        "networkPolicy.enabled=true,networkPolicy.egressPorts={443}",
        "serviceMonitor.enabled=true,prometheusRule.enabled=true,dashboard.enabled=true",
        "podMonitor.enabled=true,podMonitor.interval=30s",
        "image.digest=sha256:" + DIGEST,
        "sources.maxPackSize=16G,sources.connectionsPerHost=8",
        "store.sizeLimit=5Gi,javaOptions=-Xmx256m,clusterId=blue",
        "test.repository=https://git.example.com/site.git"
      })
  void anApiServerTakesEveryObjectToTheLetter(String values) throws IOException {
    assertIsTaken(template("--set", values));
    node.helm("lint", Chart.DIRECTORY, "--strict", "--kube-version=1.36.0", "--set", values);
  }

  private void assertIsTaken(String objects) throws IOException {
    Path rendered = Files.writeString(directory.resolve("rendered.yaml"), objects);

    String answer =
        node.kubectl(
            "apply",
            "--server-side",
            "--force-conflicts",
            "--dry-run=server",
            "--validate=strict",
            "--filename=" + rendered);

    assertThat(answer).contains("deployment.apps/").doesNotContain("Warning");
  }

  /// Of the resources of the Prometheus Operator.
  private static String definitions() {
    Path root = Path.of("").toAbsolutePath();
    return Commands.run(root, Map.of(), "src/test/go/definitions/build").lines().toList().getLast();
  }

  private String template(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("template", "gitexport", Chart.DIRECTORY, "-n", SYSTEM));
    arguments.add("--kube-version=1.36.0");
    arguments.addAll(List.of(more));
    String output = node.helm(arguments.toArray(String[]::new));
    // Helm tells of the chart's symbolic links first.
    return output.substring(output.indexOf("---\n"));
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
