package dev.gitexport.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitexport.docs.Markdown;
import dev.gitexport.test.Commands;
import dev.gitexport.test.Requires;
import dev.gitexport.test.cluster.OnCluster;
import dev.gitexport.test.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every manifest that users are given to copy, applied strictly to an API server that knows the
/// kinds of Flux and Argo CD from their own types: a field that nobody knows, or a value out of
/// range, fails.
@OnCluster
@TestInstance(Lifecycle.PER_CLASS)
final class ExamplesIT {

  private static final Path DEFINITIONS = Path.of("deploy/crds");
  private static final Path ROOT = Path.of("").toAbsolutePath();
  private static final Path FOREIGN = ROOT.resolve("src/test/go/definitions/build");

  private final TestCluster cluster;

  ExamplesIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  /// A piece of YAML, and where a user finds it.
  record Manifest(String place, String text) {
    @Override
    public String toString() {
      return place;
    }
  }

  static Stream<Manifest> manifests() {
    return Stream.concat(examples(), blocks());
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void isAccepted(Manifest manifest) {
    String namespace = cluster.namespace("examples");

    for (GenericKubernetesResource object : objects(manifest)) {
      if (object.getMetadata().getNamespace() != null) {
        object.getMetadata().setNamespace(namespace);
      }
      assertThatCode(() -> applyStrictly(object)).as(object.toString()).doesNotThrowAnyException();
    }
  }

  @Test
  void everyExampleIsAManifestOrADemonstration() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("examples"))) {
      assertThat(files.filter(Files::isRegularFile))
          .allSatisfy(file ->
              assertThat(file.toString()).matches("examples/(demo|demo-operator|.*\\.yaml)"));
    }
  }

  @Test
  void aFieldThatNobodyKnowsIsRefused() {
    GenericKubernetesResource website = objects(examples().toList().getLast()).getFirst();
    website.setAdditionalProperty("specs", "typo");

    assertThatThrownBy(() -> applyStrictly(website)).hasMessageContaining("specs");
  }

  private void applyStrictly(GenericKubernetesResource object) {
    cluster
        .admin()
        .resource(object)
        .fieldValidation(Validation.STRICT)
        .forceConflicts()
        .serverSideApply();
  }

  @BeforeAll
  void define() {
    Requires.program("go");
    definitions(DEFINITIONS);
    // The first time it tells first what it does.
    definitions(
        Path.of(Commands.run(ROOT, Map.of(), FOREIGN.toString()).lines().toList().getLast()));
  }

  private void definitions(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      files
          .filter(file -> file.toString().matches(".*\\.ya?ml"))
          .filter(file -> !file.endsWith("kustomization.yaml"))
          .forEach(cluster::applyDefinition);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Manifest> examples() {
    try (Stream<Path> files = Files.walk(Path.of("examples"))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(file -> new Manifest(file.toString(), read(file)))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Manifest> blocks() {
    return Markdown.pages().stream()
        .flatMap(page ->
            page.blocks("yaml").stream().map(text -> new Manifest(page.file().toString(), text)));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Without what is no object of a cluster: kustomizations and values of charts.
  private static List<GenericKubernetesResource> objects(Manifest manifest) {
    return Arrays.stream(manifest.text().split("(?m)^---$"))
        .map(document -> Serialization.unmarshal(document, JsonNode.class))
        .filter(document -> document.has("apiVersion"))
        .filter(document -> !document.get("apiVersion").asText().startsWith("kustomize.config"))
        .map(document ->
            Serialization.unmarshal(
                Serialization.asJson(document), GenericKubernetesResource.class))
        .toList();
  }
}
