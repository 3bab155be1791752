package dev.gitexport.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitexport.test.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.assertj.core.api.ThrowingConsumer;

/// The resources of one kind and one namespace, as a user sees them.
public class NamespacedResources<R extends CustomResource<?, ?>> {

  private final TestCluster cluster;
  private final String namespace;
  private final Class<R> kind;
  private final Function<R, List<Condition>> conditions;

  /// @param conditions of a resource, none before it has a status
  protected NamespacedResources(
      TestCluster cluster,
      String namespace,
      Class<R> kind,
      Function<R, List<Condition>> conditions) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.kind = kind;
    this.conditions = conditions;
  }

  /// @param spec in YAML's flow style
  public void create(String name, String spec) {
    String manifest =
        """
        apiVersion: gitexport.dev/v1alpha1
        kind: %s
        metadata: {name: %s, namespace: %s}
        spec: %s
        """
            .formatted(kind.getSimpleName(), name, namespace, spec);
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

  public void loseStatus(String name) {
    resource(name)
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":null}");
  }

  public void delete(String name) {
    resource(name).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
  }

  /// Deletes it though the operator that its finalizer waits for is gone.
  public void abandon(String name) {
    patch(name, "{\"metadata\":{\"finalizers\":null}}");
    delete(name);
  }

  public R get(String name) {
    return Objects.requireNonNull(resource(name).get(), name);
  }

  public boolean exists(String name) {
    return resource(name).get() != null;
  }

  /// Waits for what `assertions` say, and tells the resource that they hold of: it may be another
  /// now.
  public R awaitThat(String name, ThrowingConsumer<R> assertions) {
    AtomicReference<R> seen = new AtomicReference<>();
    await()
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .untilAsserted(() -> {
          R resource = get(name);
          assertions.accept(resource);
          seen.set(resource);
        });
    return seen.get();
  }

  /// Waits until the resource's newest generation is ready.
  public R awaitReady(String name) {
    return awaitThat(
        name,
        resource -> {
          Condition ready = conditionOf(resource, "Ready").orElseThrow();
          assertThat(ready.getStatus()).as(ready.getMessage()).isEqualTo("True");
          assertThat(ready.getObservedGeneration())
              .isEqualTo(resource.getMetadata().getGeneration());
        });
  }

  /// Waits until it is stalled, or fails, for a reason.
  public Condition awaitReason(String name, String reason) {
    R resource =
        awaitThat(
            name,
            it -> assertThat(conditionOf(it, "Ready").orElseThrow().getReason()).isEqualTo(reason));
    return conditionOf(resource, "Ready").orElseThrow();
  }

  /// Waits until its conditions say something.
  public R awaitMessage(String name, String part) {
    return awaitThat(name, it -> assertThat(conditions.apply(it).toString()).contains(part));
  }

  /// What `kubectl describe` shows of it, as `type reason note`.
  public List<String> events(String name) {
    return cluster.admin().events().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getRegarding().getName().equals(name))
        .map(event -> event.getType() + " " + event.getReason() + " " + event.getNote())
        .toList();
  }

  private Optional<Condition> conditionOf(R resource, String type) {
    return conditions.apply(resource).stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst();
  }

  private void patch(String name, String change) {
    resource(name).patch(PatchContext.of(PatchType.JSON_MERGE), change);
  }

  private Resource<R> resource(String name) {
    return cluster.admin().resources(kind).inNamespace(namespace).withName(name);
  }
}
