package dev.gitexport.operator.gitexport;

import static org.awaitility.Awaitility.await;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.test.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
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

/// The GitExports of one namespace, as a user sees them.
public final class GitExports {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TestCluster cluster;
  private final String namespace;

  public GitExports(TestCluster cluster, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
  }

  /// @param spec in YAML's flow style
  public void create(String name, String spec) {
    String manifest =
        """
        apiVersion: gitexport.dev/v1alpha1
        kind: GitExport
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

  public void loseStatus(String name) {
    cluster
        .admin()
        .resources(GitExport.class)
        .inNamespace(namespace)
        .withName(name)
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

  public GitExport get(String name) {
    return Objects.requireNonNull(resource(name).get(), name);
  }

  public boolean exists(String name) {
    return resource(name).get() != null;
  }

  /// Waits for what `assertions` say, and tells the resource as it is then.
  public GitExport awaitThat(String name, ThrowingConsumer<GitExport> assertions) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .untilAsserted(() -> assertions.accept(get(name)));
    return get(name);
  }

  /// Waits until the resource's newest generation is ready.
  public GitExport awaitReady(String name) {
    return awaitThat(
        name,
        resource -> {
          Condition ready = condition(resource, "Ready").orElseThrow();
          org.assertj.core.api.Assertions.assertThat(ready.getStatus())
              .as(ready.getMessage())
              .isEqualTo("True");
          org.assertj.core.api.Assertions.assertThat(ready.getObservedGeneration())
              .isEqualTo(resource.getMetadata().getGeneration());
        });
  }

  /// What `kubectl describe` shows of it, as `type reason note`.
  List<String> events(String name) {
    return cluster.admin().events().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getRegarding().getName().equals(name))
        .map(event -> event.getType() + " " + event.getReason() + " " + event.getNote())
        .toList();
  }

  public static Optional<Condition> condition(GitExport resource, String type) {
    var status = resource.getStatus();
    return status == null
        ? Optional.empty()
        : status.conditions().stream()
            .filter(condition -> condition.getType().equals(type))
            .findFirst();
  }

  private void patch(String name, String change) {
    resource(name).patch(PatchContext.of(PatchType.JSON_MERGE), change);
  }

  private Resource<GitExport> resource(String name) {
    return cluster.admin().resources(GitExport.class).inNamespace(namespace).withName(name);
  }
}
