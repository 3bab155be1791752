package dev.gitexport.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.api.v1alpha1.GitSync;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ResourceCopiesTest {

  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  private final ResourceCopies copies = new ResourceCopies(JSON::clone);

  private static HasMetadata export() {
    return JSON.unmarshal(
        """
        apiVersion: gitexport.dev/v1alpha1
        kind: GitExport
        metadata:
          name: shop
          namespace: web
          generation: 2
          finalizers: [gitexport.dev/finalizer]
          annotations: {gitexport.dev/requestedAt: now}
          ownerReferences: [{apiVersion: v1, kind: Pod, name: a, uid: b}]
        spec: {repository: https://git.example.com/shop.git, retention: {keep: [v1]}}
        status: {observedGeneration: 2, conditions: [{type: Ready, status: "True"}]}
        """,
        GitExport.class);
  }

  private static HasMetadata sync() {
    return JSON.unmarshal(
        """
        apiVersion: gitexport.dev/v1alpha1
        kind: GitSync
        metadata: {name: docs, namespace: web, labels: {team: docs}}
        spec: {repository: https://git.example.com/docs.git, branch: main, volume: {path: docs}}
        """,
        GitSync.class);
  }

  private static List<HasMetadata> resources() {
    ConfigMap other =
        new ConfigMapBuilder().withNewMetadata().withName("other").endMetadata().build();
    return List.of(export(), sync(), other);
  }

  @ParameterizedTest
  @MethodSource("resources")
  void aCopyIsWholeAndWhoChangesItChangesNothingElse(HasMetadata resource) {
    String before = JSON.asJson(resource);

    HasMetadata copy = copies.clone(resource);

    assertThat(copy).isNotSameAs(resource).hasSameClassAs(resource);
    assertThat(JSON.asJson(copy)).isEqualTo(before);
    copy.getMetadata().setResourceVersion("7");
    copy.addFinalizer("gitexport.dev/other");
    copy.getMetadata().getAnnotations().put("a", "b");
    copy.getMetadata().getLabels().put("a", "b");
    copy.getMetadata().getOwnerReferences().clear();
    assertThat(JSON.asJson(resource)).isEqualTo(before);
  }
}
