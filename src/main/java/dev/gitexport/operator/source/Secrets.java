package dev.gitexport.operator.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gitexport.api.v1alpha1.SecretReference;
import dev.gitexport.failure.InputException;
import dev.gitexport.git.GitException;
import dev.gitexport.git.SourceSecret;
import io.fabric8.kubernetes.api.model.HasMetadata;
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
import java.util.function.Function;
import java.util.stream.Collectors;

/// The Secrets that resources name, out of an informer. A Secret that appears or changes brings the
/// resources that name it at once.
///
/// @param kind of the resources
/// @param reference what one of them says in `spec.secretRef`
/// @param <R> the same kind
public record Secrets<R extends HasMetadata>(
    Class<R> kind, Function<R, Optional<SecretReference>> reference) {

  private static final String INDEX = "secretRef";

  public EventSource<?, R> events(EventSourceContext<R> context) {
    var primaries = context.getPrimaryCache();
    primaries.addIndexer(INDEX, resource -> name(resource).map(Secrets::key).stream().toList());
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Secret.class, kind)
            .withPrimaryToSecondaryMapper(this::named)
            .withSecondaryToPrimaryMapper(secret ->
                primaries.byIndex(INDEX, key(ResourceID.fromResource(secret))).stream()
                    .map(ResourceID::fromResource)
                    .collect(Collectors.toSet()))
            .build(),
        context);
  }

  /// @throws GitException.AuthenticationFailed when it is not there yet
  /// @throws InputException.InvalidSpec when it is none that is understood
  public SourceSecret of(R resource, Context<R> context) {
    return name(resource).map(name -> read(name, context)).orElse(SourceSecret.NONE);
  }

  private SourceSecret read(ResourceID name, Context<R> context) {
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

  private Set<ResourceID> named(R resource) {
    return name(resource).stream().collect(Collectors.toSet());
  }

  private Optional<ResourceID> name(R resource) {
    return reference
        .apply(resource)
        .map(named -> new ResourceID(named.name(), resource.getMetadata().getNamespace()));
  }

  private static String key(ResourceID name) {
    return name.getNamespace().orElse("") + "/" + name.getName();
  }
}
