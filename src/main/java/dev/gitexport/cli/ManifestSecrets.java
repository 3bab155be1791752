package dev.gitexport.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.api.v1alpha1.GitSync;
import dev.gitexport.api.v1alpha1.SecretReference;
import dev.gitexport.failure.InputException;
import dev.gitexport.git.Route;
import dev.gitexport.git.SourceSecret;
import dev.gitexport.git.TrustedKeys;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The Secrets that lie beside the resources which name them.
final class ManifestSecrets {

  private final Map<String, Map<String, String>> byName = new HashMap<>();

  void add(ManifestNode node) {
    JsonNode metadata = node.value().path("metadata");
    String name = metadata.path("name").asText();
    if (name.isBlank()) {
      throw node.invalid("metadata.name", "it is required");
    }
    String namespace = metadata.path("namespace").asText(LocalResource.DEFAULT_NAMESPACE);
    Map<String, String> values = new HashMap<>();
    node.value()
        .path("data")
        .properties()
        .forEach(entry -> values.put(entry.getKey(), decoded(node, entry.getKey())));
    node.value()
        .path("stringData")
        .properties()
        .forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
    byName.put(namespace + "/" + name, Map.copyOf(values));
  }

  private static String decoded(ManifestNode node, String key) {
    try {
      String value = node.value().path("data").path(key).asText();
      return new String(Base64.getMimeDecoder().decode(value), UTF_8);
    } catch (IllegalArgumentException _) {
      throw node.invalid("data." + key, "it is not base64. Text goes into stringData");
    }
  }

  /// @throws InputException.InvalidSpec when one is not among them, or is none that is understood
  SourceSecret of(GitExport resource) {
    return of(resource, resource.getSpec().secretRef(), resource.getSpec().proxySecretRef());
  }

  /// The same.
  SourceSecret of(GitSync resource) {
    return of(resource, resource.getSpec().secretRef(), resource.getSpec().proxySecretRef());
  }

  private SourceSecret of(
      HasMetadata resource,
      @Nullable SecretReference credentials,
      @Nullable SecretReference proxy) {
    SourceSecret secret =
        credentials == null
            ? SourceSecret.NONE
            : read(
                "spec.secretRef",
                resource,
                credentials,
                values -> SourceSecret.of("secret/" + credentials.name(), values));
    return proxy == null
        ? secret
        : secret.by(read("spec.proxySecretRef", resource, proxy, Route::of));
  }

  /// The keys whose signatures are believed; empty when no Secret with any is named.
  ///
  /// @throws InputException.InvalidSpec likewise
  Optional<TrustedKeys> keys(GitExport resource) {
    return Optional.ofNullable(resource.getSpec().verify())
        .map(
            verify -> read("spec.verify.secretRef", resource, verify.secretRef(), TrustedKeys::of));
  }

  private <T> T read(
      String field,
      HasMetadata resource,
      SecretReference reference,
      Function<Map<String, String>, T> meaning) {
    String name = resource.getMetadata().getNamespace() + "/" + reference.name();
    Map<String, String> values = byName.get(name);
    if (values == null) {
      throw new InputException.InvalidSpec(
          field,
          "there is no Secret %s in the manifests; put it beside the resource".formatted(name),
          null);
    }
    try {
      return meaning.apply(values);
    } catch (IllegalArgumentException e) {
      throw new InputException.InvalidSpec(
          field, "Secret %s: %s".formatted(name, e.getMessage()), e);
    }
  }
}
