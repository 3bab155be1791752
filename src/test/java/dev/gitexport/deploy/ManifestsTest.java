package dev.gitexport.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.api.v1alpha1.GitSync;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// With `-Dgitexport.manifests=write` the committed files are written instead of compared.
final class ManifestsTest {

  private static final Path CRDS = Path.of("deploy/crds");
  private static final boolean WRITE = "write".equals(System.getProperty("gitexport.manifests"));

  @TempDir private Path scratch = Path.of("");

  enum Kind {
    GIT_EXPORT("gitexports"),
    GIT_SYNC("gitsyncs");

    private final Path file;

    Kind(String plural) {
      file = CRDS.resolve(plural + ".gitexport.dev-v1.yml");
    }

    private CustomResourceDefinitionFile definition() {
      return switch (this) {
        case GIT_EXPORT -> gitExport();
        case GIT_SYNC -> gitSync();
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void theCommittedDefinitionIsWhatTheRecordsSay(Kind kind) throws IOException {
    String generated = kind.definition().yaml(scratch);
    if (WRITE) {
      Files.createDirectories(CRDS);
      Files.writeString(kind.file, generated);
    }

    assertThat(kind.file)
        .as("the records have changed: run 'make manifests' and commit the result")
        .hasContent(generated);
  }

  @ParameterizedTest
  @EnumSource
  void everyFieldSaysWhatItIsFor(Kind kind) throws IOException {
    List<String> silent = new ArrayList<>();
    JsonNode definition = Serialization.unmarshal(Files.readString(kind.file), JsonNode.class);
    collectSilent("", definition.at("/spec/versions/0/schema/openAPIV3Schema"), silent);

    assertThat(silent).as("fields that kubectl explain has no words for").isEmpty();
  }

  @Test
  void everyDefinitionIsApplied() throws IOException {
    try (Stream<Path> files = Files.list(CRDS)) {
      assertThat(files)
          .containsExactlyInAnyOrder(
              CRDS.resolve("kustomization.yaml"), Kind.GIT_EXPORT.file, Kind.GIT_SYNC.file);
    }
    for (Kind kind : Kind.values()) {
      assertThat(CRDS.resolve("kustomization.yaml"))
          .content()
          .contains("- " + kind.file.getFileName());
    }
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
        texts(
            "What to export, when, and where to.",
            "What is on the volume, and how the last work on it went."),
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

  private static CustomResourceDefinitionFile gitSync() {
    return new CustomResourceDefinitionFile(
        GitSync.class,
        "A folder on a volume that is committed to a branch, pushed, and kept in step with what"
            + " others push there.",
        Map.of(".status.conditions", "map type", ".status.heldBack", "map path"),
        texts(
            "Which folder is kept in step with which branch, and how.",
            "How folder and branch stand to each other, and how the last work on them went."),
        Map.of(
            ".status.observedGeneration", "int64",
            ".status.lastPushTime", "date-time",
            ".status.conflict.pathCount", "int32",
            ".status.conditions.lastTransitionTime", "date-time",
            ".status.conditions.observedGeneration", "int64"),
        Set.of(".spec.commit", ".spec.commit.author", ".spec.limits"));
  }

  private static Map<String, String> texts(String spec, String status) {
    return Map.of(
        ".spec", spec,
        ".status", status,
        ".status.conditions.type", "Ready, Reconciling, Stalled, and more.",
        ".status.conditions.status", "True, False or Unknown.",
        ".status.conditions.reason", "Why, in one word; an API for scripts.",
        ".status.conditions.message", "Why, for people.",
        ".status.conditions.lastTransitionTime", "When the condition's status changed.",
        ".status.conditions.observedGeneration",
            "The generation of the resource that the condition speaks of.");
  }
}
