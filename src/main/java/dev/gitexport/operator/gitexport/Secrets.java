package dev.gitexport.operator.gitexport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.failure.InputException;
import dev.gitexport.git.GitException;
import dev.gitexport.git.SourceSecret;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The Secrets that resources name, out of an informer. A Secret that appears or changes brings the
/// resources that name it at once.
final class Secrets {

  private static final String INDEX = "secretRef";

  private Secrets() {}

  static EventSource<?, GitExport> events(EventSourceContext<GitExport> context) {
    var primaries = context.getPrimaryCache();
    primaries.addIndexer(INDEX, resource -> name(resource).map(Secrets::key).stream().toList());
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Secret.class, GitExport.class)
            .withPrimaryToSecondaryMapper(Secrets::named)
            .withSecondaryToPrimaryMapper(secret ->
                primaries.byIndex(INDEX, key(ResourceID.fromResource(secret))).stream()
                    .map(ResourceID::fromResource)
                    .collect(Collectors.toSet()))
            .build(),
        context);
  }

  /// @throws GitException.AuthenticationFailed when it is not there yet
  /// @throws InputException.InvalidSpec when it is none that is understood
  static SourceSecret of(GitExport resource, Context<GitExport> context) {
    return name(resource).map(name -> read(name, context)).orElse(SourceSecret.NONE);
  }

  private static SourceSecret read(ResourceID name, Context<GitExport> context) {
    Secret secret =
        context
            .getSecondaryResourcesAsStream(Secret.class)
            .filter(found -> ResourceID.fromResource(found).equals(name))
            .findAny()
            .orElseThrow(() ->
                new GitException.AuthenticationFailed(
                    "Could not read the Secret %s of spec.secretRef: it does not exist. Create it."
                        .formatted(key(name)),
                    null));
    try {
      return SourceSecret.of(secret.getMetadata().getUid(), values(secret));
    } catch (IllegalArgumentException e) {
      throw new InputException.InvalidSpec(
          "spec.secretRef", "Secret %s: %s".formatted(key(name), e.getMessage()), e);
    }
  }

  private static Map<String, String> values(Secret secret) {
    return Optional.ofNullable(secret.getData()).orElse(Map.of()).entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> new String(Base64.getDecoder().decode(entry.getValue()), UTF_8)));
  }

  private static Set<ResourceID> named(GitExport resource) {
    return name(resource).stream().collect(Collectors.toSet());
  }

  private static Optional<ResourceID> name(GitExport resource) {
    var reference = resource.getSpec().secretRef();
    return reference == null
        ? Optional.empty()
        : Optional.of(new ResourceID(reference.name(), resource.getMetadata().getNamespace()));
  }

  private static String key(ResourceID name) {
    return name.getNamespace().orElse("") + "/" + name.getName();
  }
}
