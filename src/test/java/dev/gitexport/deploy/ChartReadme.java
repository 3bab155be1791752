package dev.gitexport.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes the chart's `README.md` from the comments of its values.
final class ChartReadme {

  private static final Path VALUES = Path.of("helm/gitexport/values.yaml");
  private static final Path SCHEMA = Path.of("helm/gitexport/values.schema.json");
  private static final Pattern KEY = Pattern.compile("( *)([A-Za-z]\\w*):.*");

  private static final String HEAD =
      """
      # The chart of GitExport

      Installs the operator that exports git trees onto a volume. Generated from `values.yaml` by `ChartReadmeTest`;
      `make test MAVEN_ARGS="-Dtest=ChartReadmeTest -Dgitexport.docs.write=true"` writes it anew.

      ```sh
      helm install gitexport helm/gitexport -n gitexport-system --create-namespace --set volume.existingClaim=shared
      helm test gitexport -n gitexport-system
      helm uninstall gitexport -n gitexport-system
      ```

      [docs/guides/install.md](../../docs/guides/install.md) tells of the image and the volume. Uninstalling leaves the volume, what is on it, the
      definitions and the GitExports.

      | value | default | what it is |
      |---|---|---|
      """;

  private final JsonNode schema;
  private final Map<String, String> comments;
  private final List<String> rows = new ArrayList<>();

  private ChartReadme(JsonNode schema, Map<String, String> comments) {
    this.schema = schema;
    this.comments = comments;
  }

  static String markdown() {
    try {
      String text = Files.readString(VALUES);
      JsonNode schema = Serialization.unmarshal(Files.readString(SCHEMA), JsonNode.class);
      var readme = new ChartReadme(schema, comments(text.lines().toList()));
      readme.addRows("", Serialization.unmarshal(text, JsonNode.class));
      return HEAD + String.join("\n", readme.rows) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The comment above each key, by the key's path.
  private static Map<String, String> comments(List<String> lines) {
    Map<String, String> comments = new HashMap<>();
    List<String> path = new ArrayList<>();
    List<String> comment = new ArrayList<>();
    for (String line : lines) {
      Matcher key = KEY.matcher(line);
      if (line.strip().startsWith("#")) {
        comment.add(line.strip().substring(1).strip());
        continue;
      }
      if (key.matches()) {
        int depth = key.group(1).length() / 2;
        path.subList(depth, path.size()).clear();
        path.add(key.group(2));
        comments.put(String.join(".", path), String.join(" ", comment));
      }
      comment.clear();
    }
    return comments;
  }

  /// A row for each value that the schema knows no parts of.
  private void addRows(String prefix, JsonNode values) {
    values
        .properties()
        .forEach(value -> {
          String path = prefix + value.getKey();
          if (isSection(path)) {
            addRows(path + ".", value.getValue());
          } else {
            rows.add("| `%s` | `%s` | %s |".formatted(path, value.getValue(), words(path)));
          }
        });
  }

  private boolean isSection(String path) {
    return schema.at("/properties/" + path.replace(".", "/properties/")).has("properties");
  }

  private String words(String path) {
    String own = comments.getOrDefault(path, "");
    int dot = path.lastIndexOf('.');
    return own.isEmpty() && dot > 0 ? words(path.substring(0, dot)) : own;
  }
}
