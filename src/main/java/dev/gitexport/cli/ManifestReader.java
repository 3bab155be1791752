package dev.gitexport.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.api.v1alpha1.GitExportSpec;
import dev.gitexport.api.v1alpha1.GitExportStatus;
import dev.gitexport.failure.InputException;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Reads GitExport resources out of YAML and JSON: several documents a file, `kind: List` too.
/// Secrets are kept for the resources that name them, other kinds are skipped with a note.
final class ManifestReader {

  private static final List<String> FIELDS =
      List.of("apiVersion", "kind", "metadata", "spec", "status");
  private static final int LARGEST = 4 * 1024 * 1024;

  private final Consumer<String> notes;
  private final ManifestBinding binding = new ManifestBinding();
  private final ManifestSecrets secrets = new ManifestSecrets();
  private final List<Manifest> manifests = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private ManifestReader(Consumer<String> notes) {
    this.notes = notes;
  }

  /// @param notes hears of what was skipped
  /// @throws InputException.InvalidManifest naming file, line, column and field
  static List<Manifest> read(List<ManifestText> texts, Consumer<String> notes) {
    ManifestReader reader = new ManifestReader(notes);
    texts.forEach(reader::add);
    return List.copyOf(reader.manifests);
  }

  private void add(ManifestText text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(text.file())
            .setSchema(new CoreSchema())
            .setCodePointLimit(LARGEST)
            .build();
    try {
      Iterator<Node> documents =
          new Compose(settings).composeAllFromString(text.content()).iterator();
      while (documents.hasNext()) {
        add(ManifestNode.of(text.file(), documents.next()));
      }
    } catch (MarkedYamlEngineException e) {
      String place =
          e.getProblemMark()
              .map(mark -> ":%d:%d".formatted(mark.getLine() + 1, mark.getColumn() + 1))
              .orElse("");
      throw new InputException.InvalidManifest(
          text.file() + place + ": this is no YAML: " + e.getProblem(), e);
    } catch (YamlEngineException e) {
      throw new InputException.InvalidManifest(
          text.file() + ": this is no YAML: " + e.getMessage(), e);
    }
  }

  private void add(ManifestNode node) {
    JsonNode value = node.value();
    if (value.isNull()) {
      return;
    }
    if (!value.isObject()) {
      throw node.invalid("", "a manifest is a mapping with apiVersion, kind, metadata and spec");
    }
    String apiVersion = required(node, "apiVersion");
    String kind = required(node, "kind");
    if (kind.equals("List") || kind.equals("GitExportList")) {
      for (int i = 0; i < value.path("items").size(); i++) {
        add(node.child("items[" + i + "]"));
      }
    } else if (apiVersion.equals(GitExport.API_VERSION) && kind.equals(GitExport.KIND)) {
      addExport(node);
    } else if (apiVersion.equals("v1") && kind.equals("Secret")) {
      secrets.add(node);
    } else if (apiVersion.startsWith("gitexport.dev/") && kind.equals(GitExport.KIND)) {
      throw node.invalid(
          "apiVersion",
          "'%s' is not known. Write %s.".formatted(apiVersion, GitExport.API_VERSION));
    } else {
      notes.accept("%s: skipped: %s is no GitExport".formatted(node.place("kind"), kind));
    }
  }

  private void addExport(ManifestNode node) {
    node.value()
        .fieldNames()
        .forEachRemaining(name -> {
          if (!FIELDS.contains(name)) {
            throw ManifestBinding.unknown(node, name, FIELDS);
          }
        });
    for (String part : List.of("metadata", "spec")) {
      if (!node.value().path(part).isObject()) {
        throw node.invalid(part, "it is required, a mapping of fields");
      }
    }
    GitExport resource = new GitExport();
    resource.setMetadata(metadata(node));
    resource.setSpec(binding.bind(node, "spec", GitExportSpec.class));
    resource.setStatus(GitExportStatus.NONE);
    if (!names.add(LocalResource.label(resource))) {
      throw node.invalid(
          "metadata.name", "%s is there twice".formatted(LocalResource.label(resource)));
    }
    manifests.add(new Manifest(resource, node, secrets));
  }

  private ObjectMeta metadata(ManifestNode node) {
    ObjectMeta metadata = binding.bind(node, "metadata", ObjectMeta.class);
    if (metadata.getName() == null || metadata.getName().isBlank()) {
      throw node.invalid("metadata.name", "it is required");
    }
    if (metadata.getNamespace() == null || metadata.getNamespace().isBlank()) {
      metadata.setNamespace(LocalResource.DEFAULT_NAMESPACE);
    }
    return metadata;
  }

  private static String required(ManifestNode node, String name) {
    JsonNode value = node.value().path(name);
    if (!value.isTextual()) {
      throw node.invalid(name, "'" + name + "' is required, as text");
    }
    return value.textValue();
  }
}
