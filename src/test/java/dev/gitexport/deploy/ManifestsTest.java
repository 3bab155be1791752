package dev.gitexport.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitexport.api.v1alpha1.GitExport;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With `-Dgitexport.manifests=write` the committed files are written instead of compared.
final class ManifestsTest {

  private static final Path GIT_EXPORTS = Path.of("deploy/crds/gitexports.gitexport.dev-v1.yml");
  private static final boolean WRITE = "write".equals(System.getProperty("gitexport.manifests"));

  @TempDir private Path scratch = Path.of("");

  @Test
  void theCommittedDefinitionIsWhatTheRecordsSay() throws IOException {
    String generated = gitExport().yaml(scratch);
    if (WRITE) {
      Files.createDirectories(GIT_EXPORTS.getParent());
      Files.writeString(GIT_EXPORTS, generated);
    }

    assertThat(GIT_EXPORTS)
        .as("the records have changed: run 'make manifests' and commit the result")
        .hasContent(generated);
  }

  @Test
  void everyFieldSaysWhatItIsFor() throws IOException {
    List<String> silent = new ArrayList<>();
    JsonNode definition = Serialization.unmarshal(Files.readString(GIT_EXPORTS), JsonNode.class);
    collectSilent("", definition.at("/spec/versions/0/schema/openAPIV3Schema"), silent);

    assertThat(silent).as("fields that kubectl explain has no words for").isEmpty();
  }

  private static void collectSilent(String path, JsonNode schema, List<String> silent) {
    schema
        .path("properties")
        .properties()
        .forEach(property -> {
          String name = path + "." + property.getKey();
          if (property.getValue().path("description").asText().isBlank()
              && !name.matches("\\.(apiVersion|kind|metadata)")) {
            silent.add(name);
          }
          collectSilent(name, property.getValue(), silent);
        });
    if (schema.has("items")) {
      collectSilent(path, schema.get("items"), silent);
    }
  }

  private static CustomResourceDefinitionFile gitExport() {
    return new CustomResourceDefinitionFile(
        GitExport.class,
        "A tree of a git repository, exported onto a volume and kept up to date: every change is a"
            + " new directory that shares unchanged files with the one before, published by one"
            + " atomic move of a symlink.",
        Map.of(
            ".spec.shared", "map path",
            ".spec.retention.keep", "set",
            ".status.conditions", "map type",
            ".status.exports", "map id",
            ".status.exports.heldBy", "set"),
        Map.ofEntries(
            Map.entry(".spec", "What to export, when, and where to."),
            Map.entry(".status", "What is on the volume, and how the last work on it went."),
            Map.entry(".status.conditions.type", "Ready, Reconciling, Stalled, and more."),
            Map.entry(".status.conditions.status", "True, False or Unknown."),
            Map.entry(".status.conditions.reason", "Why, in one word; an API for scripts."),
            Map.entry(".status.conditions.message", "Why, for people."),
            Map.entry(
                ".status.conditions.lastTransitionTime", "When the condition's status changed."),
            Map.entry(
                ".status.conditions.observedGeneration",
                "The generation of the resource that the condition speaks of.")),
        Map.ofEntries(
            Map.entry(".spec.permissions.gid", "int64"),
            Map.entry(".spec.limits.maxFiles", "int64"),
            Map.entry(".spec.retention.count", "int32"),
            Map.entry(".status.observedGeneration", "int64"),
            Map.entry(".status.exportCount", "int32"),
            Map.entry(".status.source.since", "date-time"),
            Map.entry(".status.current.publishedAt", "date-time"),
            Map.entry(".status.exports.bytes", "int64"),
            Map.entry(".status.exports.writtenBytes", "int64"),
            Map.entry(".status.exports.files", "int64"),
            Map.entry(".status.exports.linkedFiles", "int64"),
            Map.entry(".status.exports.exportedAt", "date-time"),
            Map.entry(".status.exports.publishedAt", "date-time"),
            Map.entry(".status.exports.supersededAt", "date-time"),
            Map.entry(".status.storage.savedBytes", "int64"),
            Map.entry(".status.conditions.lastTransitionTime", "date-time"),
            Map.entry(".status.conditions.observedGeneration", "int64")),
        Set.of(".spec.permissions", ".spec.publish", ".spec.retention"));
  }
}
