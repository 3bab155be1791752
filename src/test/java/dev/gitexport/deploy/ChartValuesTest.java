package dev.gitexport.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The values of the chart, their schema and the file that sets them all know the same ones.
final class ChartValuesTest {

  private final JsonNode schema = read("helm/gitexport/values.schema.json");
  private final Set<String> values = paths(read("helm/gitexport/values.yaml"));

  ChartValuesTest() throws IOException {}

  @Test
  void theSchemaKnowsEveryValueAndNoOther() {
    Set<String> known = new TreeSet<>();
    collect("", schema, known);
    // What Helm itself puts there.
    known.remove(".global");

    assertThat(known).isEqualTo(values);
  }

  @Test
  void everyValueIsSetWhereEveryOptionIsRendered() throws IOException {
    assertThat(paths(read("src/test/helm/all-values.yaml"))).isEqualTo(values);
  }

  private Set<String> paths(JsonNode file) {
    Set<String> paths = new TreeSet<>();
    collect("", schema, file, paths);
    return paths;
  }

  private static void collect(String path, JsonNode schema, Set<String> paths) {
    if (!isSection(path, schema)) {
      paths.add(path);
      return;
    }
    for (var property : schema.get("properties").properties()) {
      collect(path + "." + property.getKey(), property.getValue(), paths);
    }
  }

  private static void collect(String path, JsonNode schema, JsonNode value, Set<String> paths) {
    if (!isSection(path, schema)) {
      paths.add(path);
      return;
    }
    for (var property : value.properties()) {
      JsonNode part = schema.path("properties").path(property.getKey());
      collect(path + "." + property.getKey(), part, property.getValue(), paths);
    }
  }

  /// What has parts that are values themselves. Those of resources are Kubernetes' own.
  private static boolean isSection(String path, JsonNode schema) {
    return schema.has("properties") && !path.equals(".resources");
  }

  private static JsonNode read(String file) throws IOException {
    return Serialization.unmarshal(Files.readString(Path.of(file)), JsonNode.class);
  }
}
