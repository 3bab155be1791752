package dev.gitexport.operator.gitsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitexport.api.v1alpha1.GitSync;
import dev.gitexport.test.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.ThrowingConsumer;

/// The GitSyncs of one namespace, as a user sees them.
public final class GitSyncs {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TestCluster cluster;
  private final String namespace;

  public GitSyncs(TestCluster cluster, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
  }

  /// @param spec in YAML's flow style
  public void create(String name, String spec) {
    String manifest =
        """
        apiVersion: gitexport.dev/v1alpha1
        kind: GitSync
        metadata: {name: %s, namespace: %s}
        spec: %s
        """
            .formatted(name, namespace, spec);
    cluster
        .admin()
        .resource(Serialization.unmarshal(manifest, GenericKubernetesResource.class))
        .create();
  }

  /// @param spec what changes in it, as JSON
  public void change(String name, String spec) {
    patch(name, "{\"spec\":" + spec + "}");
  }

  public void annotate(String name, String key, String value) {
    patch(name, "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}".formatted(key, value));
  }

  public void delete(String name) {
    resource(name).delete();
  }

  /// Deletes it though the operator that its finalizer waits for is gone.
  public void abandon(String name) {
    patch(name, "{\"metadata\":{\"finalizers\":null}}");
    delete(name);
  }

  public GitSync get(String name) {
    return Objects.requireNonNull(resource(name).get(), name);
  }

  public boolean exists(String name) {
    return resource(name).get() != null;
  }

  /// Waits for what `assertions` say, and tells the resource as it is then.
  public GitSync awaitThat(String name, ThrowingConsumer<GitSync> assertions) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .untilAsserted(() -> assertions.accept(get(name)));
    return get(name);
  }

  /// Waits until the resource's newest generation is ready.
  public GitSync awaitReady(String name) {
    return awaitThat(
        name,
        resource -> {
          Condition ready = condition(resource, "Ready").orElseThrow();
          assertThat(ready.getStatus()).as(ready.getMessage()).isEqualTo("True");
          assertThat(ready.getObservedGeneration())
              .isEqualTo(resource.getMetadata().getGeneration());
        });
  }

  /// Waits until it is stalled, or fails, for a reason.
  public Condition awaitReason(String name, String reason) {
    GitSync resource =
        awaitThat(
            name,
            it -> assertThat(condition(it, "Ready").orElseThrow().getReason()).isEqualTo(reason));
    return condition(resource, "Ready").orElseThrow();
  }

  /// What `kubectl describe` shows of it, as `type reason note`.
  List<String> events(String name) {
    return cluster.admin().events().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getRegarding().getName().equals(name))
        .map(event -> event.getType() + " " + event.getReason() + " " + event.getNote())
        .toList();
  }

  static Optional<Condition> condition(GitSync resource, String type) {
    return Optional.ofNullable(resource.getStatus()).stream()
        .flatMap(status -> status.conditions().stream())
        .filter(condition -> condition.getType().equals(type))
        .findFirst();
  }

  static List<String> types(GitSync resource) {
    return resource.getStatus().conditions().stream().map(Condition::getType).toList();
  }

  private void patch(String name, String change) {
    resource(name).patch(PatchContext.of(PatchType.JSON_MERGE), change);
  }

  private Resource<GitSync> resource(String name) {
    return cluster.admin().resources(GitSync.class).inNamespace(namespace).withName(name);
  }
}
