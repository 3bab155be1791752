package dev.gitexport.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.api.v1alpha1.GitExportSpec;
import dev.gitexport.api.v1alpha1.GitExportStatus;
import dev.gitexport.api.v1alpha1.GitSync;
import dev.gitexport.api.v1alpha1.GitSyncSpec;
import dev.gitexport.api.v1alpha1.GitSyncStatus;
import dev.gitexport.failure.InputException;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Reads GitExports and GitSyncs out of YAML and JSON: several documents a file, `kind: List` too.
/// Secrets are kept for the resources that name them, other kinds are skipped with a note.
final class ManifestReader {

  private static final List<String> FIELDS =
      List.of("apiVersion", "kind", "metadata", "spec", "status");

  private final Consumer<String> notes;
  private final ManifestBinding binding = new ManifestBinding();
  private final ManifestSecrets secrets = new ManifestSecrets();
  private final List<Manifest> manifests = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();

  private ManifestReader(Consumer<String> notes) {
    this.notes = notes;
  }

  /// @param notes hears of what was skipped
  /// @throws InputException.InvalidManifest naming file, line, column and field
  static List<Manifest> read(List<ManifestText> texts, Consumer<String> notes) {
    ManifestReader reader = new ManifestReader(notes);
    texts.forEach(text -> ManifestNode.documents(text).forEach(reader::add));
    return List.copyOf(reader.manifests);
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
    boolean isOurs = kind.equals(GitExport.KIND) || kind.equals(GitSync.KIND);
    if (kind.equals("List") || kind.equals("GitExportList") || kind.equals("GitSyncList")) {
      for (int i = 0; i < value.path("items").size(); i++) {
        add(node.child("items[" + i + "]"));
      }
    } else if (apiVersion.equals(GitExport.API_VERSION) && isOurs) {
      add(kind.equals(GitExport.KIND) ? export(node) : sync(node));
    } else if (apiVersion.equals("v1") && kind.equals("Secret")) {
      secrets.add(node);
    } else if (apiVersion.startsWith("gitexport.dev/") && isOurs) {
      throw node.invalid(
          "apiVersion",
          "'%s' is not known. Write %s.".formatted(apiVersion, GitExport.API_VERSION));
    } else {
      notes.accept(
          "%s: skipped: %s is neither GitExport nor GitSync".formatted(node.place("kind"), kind));
    }
  }

  private void add(Manifest manifest) {
    if (!keys.add(manifest.key())) {
      throw manifest
          .node()
          .invalid(
              "metadata.name",
              "%s is there twice".formatted(LocalResource.label(manifest.resource())));
    }
    manifests.add(manifest);
  }

  private Manifest export(ManifestNode node) {
    GitExport resource = new GitExport();
    resource.setMetadata(metadata(node));
    resource.setSpec(binding.bind(node, "spec", GitExportSpec.class));
    resource.setStatus(GitExportStatus.NONE);
    return new Manifest.Export(resource, node, secrets);
  }

  private Manifest sync(ManifestNode node) {
    GitSync resource = new GitSync();
    resource.setMetadata(metadata(node));
    resource.setSpec(binding.bind(node, "spec", GitSyncSpec.class));
    resource.setStatus(GitSyncStatus.NONE);
    return new Manifest.Sync(resource, node, secrets);
  }

  private ObjectMeta metadata(ManifestNode node) {
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
