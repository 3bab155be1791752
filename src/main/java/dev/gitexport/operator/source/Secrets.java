package dev.gitexport.operator.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gitexport.api.v1alpha1.SecretReference;
import dev.gitexport.failure.InputException;
import dev.gitexport.git.GitException;
import dev.gitexport.git.Route;
import dev.gitexport.git.SourceSecret;
import dev.gitexport.git.TrustedKeys;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
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
import java.util.stream.Stream;

/// The Secrets that resources name, out of an informer. A Secret that appears or changes brings the
/// resources that name it at once.
///
/// @param kind of the resources
/// @param credentials what one of them says in `spec.secretRef`
/// @param proxy what one of them says in `spec.proxySecretRef`
/// @param trusted what one of them says in `spec.verify.secretRef`
/// @param <R> the same kind
public record Secrets<R extends HasMetadata>(
    Class<R> kind,
    Function<R, Optional<SecretReference>> credentials,
    Function<R, Optional<SecretReference>> proxy,
    Function<R, Optional<SecretReference>> trusted) {

  private static final String INDEX = "secretRef";

  /// A cluster may have hundreds of them, of up to a megabyte each, and none is a credential.
  private static final FieldSelector.Field HELM_RELEASES =
      new FieldSelector.Field("type", "helm.sh/release.v1", true);

  public EventSource<?, R> events(EventSourceContext<R> context) {
    var primaries = context.getPrimaryCache();
    primaries.addIndexer(INDEX, resource -> named(resource).stream().map(Secrets::key).toList());
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Secret.class, kind)
            .withFieldSelector(new FieldSelector(HELM_RELEASES))
            .withPrimaryToSecondaryMapper(this::named)
            .withSecondaryToPrimaryMapper(secret ->
                primaries.byIndex(INDEX, key(ResourceID.fromResource(secret))).stream()
                    .map(ResourceID::fromResource)
                    .collect(Collectors.toSet()))
            .build(),
        context);
  }

  /// @throws GitException.AuthenticationFailed when one is not there yet
  /// @throws InputException.InvalidSpec when one is none that is understood
  public SourceSecret of(R resource, Context<R> context) {
    SourceSecret secret =
        name(resource, credentials)
            .map(name ->
                read(
                    "spec.secretRef",
                    name,
                    context,
                    found -> SourceSecret.of(found.getMetadata().getUid(), values(found))))
            .orElse(SourceSecret.NONE);
    return name(resource, proxy)
        .map(name -> read("spec.proxySecretRef", name, context, found -> Route.of(values(found))))
        .map(secret::by)
        .orElse(secret);
  }

  /// The keys whose signatures are believed; empty when no Secret with any is named.
  ///
  /// @throws GitException.VerificationFailed when it is not there yet
  /// @throws InputException.InvalidSpec when it has no key, or one that is none
  public Optional<TrustedKeys> keys(R resource, Context<R> context) {
    String field = "spec.verify.secretRef";
    return name(resource, trusted)
        .map(name -> {
          Secret secret =
              find(name, context)
                  .orElseThrow(
                      () -> new GitException.VerificationFailed(missing(field, name), null));
          return read(field, name, secret, found -> TrustedKeys.of(values(found)));
        });
  }

  private <T> T read(
      String field, ResourceID name, Context<R> context, Function<Secret, T> meaning) {
    Secret secret =
        find(name, context)
            .orElseThrow(() -> new GitException.AuthenticationFailed(missing(field, name), null));
    return read(field, name, secret, meaning);
  }

  private Optional<Secret> find(ResourceID name, Context<R> context) {
    return context
        .getSecondaryResourcesAsStream(Secret.class)
        .filter(found -> ResourceID.fromResource(found).equals(name))
        .findAny();
  }

  private static String missing(String field, ResourceID name) {
    return "Could not read the Secret %s of %s: it does not exist, or is a release of Helm's. Create it."
        .formatted(key(name), field);
  }

  private static <T> T read(
      String field, ResourceID name, Secret secret, Function<Secret, T> meaning) {
    try {
      return meaning.apply(secret);
    } catch (IllegalArgumentException e) {
      throw new InputException.InvalidSpec(
          field, "Secret %s: %s".formatted(key(name), e.getMessage()), e);
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
    return Stream.of(credentials, proxy, trusted)
        .flatMap(reference -> name(resource, reference).stream())
        .collect(Collectors.toSet());
  }

  private Optional<ResourceID> name(R resource, Function<R, Optional<SecretReference>> reference) {
    return reference
        .apply(resource)
        .map(named -> new ResourceID(named.name(), resource.getMetadata().getNamespace()));
  }

  private static String key(ResourceID name) {
    return name.getNamespace().orElse("") + "/" + name.getName();
  }
}
