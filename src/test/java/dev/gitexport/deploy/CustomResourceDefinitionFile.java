package dev.gitexport.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The CRD of a kind, generated from its records and mended where the generator falls short.
///
/// @param kind the resource's class
/// @param description what `kubectl explain` says of the kind
/// @param lists how lists merge, by path: `map <key>`, `set`; all others are `atomic`
/// @param texts descriptions of fields that are not ours, by path
/// @param formats by path
/// @param filled paths of objects that are there even when they are left out, for the defaults in
///   them
record CustomResourceDefinitionFile(
    Class<? extends CustomResource<?, ?>> kind,
    String description,
    Map<String, String> lists,
    Map<String, String> texts,
    Map<String, String> formats,
    Set<String> filled) {

  private static final YAMLMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder()
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .build());

  String yaml(Path scratch) throws IOException {
    new CRDGenerator()
        .inOutputDir(scratch.toFile())
        .withParallelGenerationEnabled(false)
        .customResourceClasses(List.<Class<? extends HasMetadata>>of(kind))
        .forCRDVersions("v1")
        .generate();
    try (Stream<Path> files = Files.list(scratch)) {
      ObjectNode definition = (ObjectNode) YAML.readTree(files.findFirst().orElseThrow().toFile());
      mend((ObjectNode) definition.at("/spec/versions/0"));
      return "# Generated from the records of "
          + kind.getPackageName()
          + "; 'make manifests' writes it anew.\n"
          + YAML.writeValueAsString(definition);
    }
  }

  private void mend(ObjectNode version) {
    ObjectNode schema = (ObjectNode) version.at("/schema/openAPIV3Schema");
    schema.put("description", description);
    schema.set("required", schema.arrayNode().add("spec"));
    version.set("additionalPrinterColumns", columns(version));
    // kstatus takes a status without a generation for one that speaks of the newest.
    ((ObjectNode) schema.at("/properties/status"))
        .putObject("default")
        .put("observedGeneration", -1);
    walk("", schema);
  }

  /// The generator sorts columns by their path.
  private ArrayNode columns(ObjectNode version) {
    ArrayNode ordered = version.arrayNode();
    for (var column : kind.getAnnotationsByType(AdditionalPrinterColumn.class)) {
      for (JsonNode generated : version.withArray("additionalPrinterColumns")) {
        if (generated.path("name").asText().equals(column.name())) {
          ordered.add(generated);
        }
      }
    }
    return ordered;
  }

  private void walk(String path, ObjectNode schema) {
    String text = texts.get(path);
    if (text != null) {
      schema.put("description", text);
    }
    String format = formats.get(path);
    if (format != null) {
      schema.put("format", format);
    }
    if (filled.contains(path)) {
      schema.putObject("default");
    }
    if (schema.has("x-kubernetes-validations")) {
      schema.set(
          "x-kubernetes-validations", distinct(schema.withArray("x-kubernetes-validations")));
    }
    if (schema.path("type").asText().equals("array")) {
      mergeList(path, schema);
    }
    if (schema.get("items") instanceof ObjectNode items) {
      walk(path, items);
    }
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> walk(path + "." + property.getKey(), (ObjectNode) property.getValue()));
  }

  /// A rule on a record's component is found on its field and on its accessor.
  private static ArrayNode distinct(ArrayNode rules) {
    ArrayNode once = rules.arrayNode();
    Set<String> seen = new HashSet<>();
    rules.forEach(rule -> {
      if (seen.add(rule.path("rule").asText())) {
        once.add(rule);
      }
    });
    return once;
  }

  /// No annotation says how the items of a list are told apart.
  private void mergeList(String path, ObjectNode schema) {
    String type = lists.getOrDefault(path, "atomic");
    int key = type.indexOf(' ');
    schema.put("x-kubernetes-list-type", key < 0 ? type : type.substring(0, key));
    if (key >= 0) {
      ArrayNode keys = schema.arrayNode().add(type.substring(key + 1));
      schema.set("x-kubernetes-list-map-keys", keys);
      ((ObjectNode) schema.get("items")).set("required", keys);
    }
  }
}
