package dev.gitexport.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gitexport.api.v1alpha1.GitSyncStatus;
import dev.gitexport.export.ExportException;
import dev.gitexport.failure.InputException;
import dev.gitexport.files.Durable;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The resources with their status as a file that is replaced whole: who reads it sees the former
/// or the next content, never a part.
record StatusFile(Path file) {

  private static final JsonMapper STATUS =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /// Takes up what a former run wrote of folders, as which guards were released.
  ///
  /// @throws InputException.InvalidManifest when it is no such file
  void restore(List<Manifest> manifests) {
    if (!Files.exists(file)) {
      return;
    }
    Map<String, JsonNode> written = new HashMap<>();
    for (ManifestNode node : ManifestNode.documents(ManifestText.of(file))) {
      node.value().path("items").forEach(item -> written.put(key(item), item.path("status")));
    }
    for (Manifest manifest : manifests) {
      if (manifest instanceof Manifest.Sync sync && written.containsKey(sync.key())) {
        sync.resource().setStatus(status(written.get(sync.key())));
      }
    }
  }

  private static String key(JsonNode item) {
    JsonNode metadata = item.path("metadata");
    return "%s %s/%s"
        .formatted(
            item.path("kind").asText(),
            metadata.path("namespace").asText(),
            metadata.path("name").asText());
  }

  private GitSyncStatus status(@Nullable JsonNode written) {
    try {
      return STATUS.treeToValue(written, GitSyncStatus.class);
    } catch (JacksonException e) {
      throw new InputException.InvalidManifest(
          "Could not read %s: it is no status of ours. Move it away, or change --status-file."
              .formatted(file),
          e);
    }
  }

  void write(List<? extends CustomResource<?, ?>> resources) {
    ResourceList list = ResourceList.of(resources);
    String text =
        file.toString().endsWith(".json") ? StructuredText.json(list) : StructuredText.yaml(list);
    try {
      Durable.replace(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new ExportException.VolumeFailed(
          "Could not write the status to %s: %s. Check --status-file."
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
