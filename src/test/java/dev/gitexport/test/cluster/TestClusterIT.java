package dev.gitexport.test.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;

@OnCluster
final class TestClusterIT {

  private final TestCluster cluster;

  TestClusterIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void aServiceAccountMayDoOnlyWhatItsRolesAllow() {
    String namespace = cluster.namespace("access");
    cluster
        .admin()
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("nobody")
                .withNamespace(namespace)
                .endMetadata()
                .build())
        .create();

    try (var nobody = cluster.as(namespace, "nobody")) {
      assertThat(nobody.getKubernetesVersion().getMajor()).isEqualTo("1");
      assertThatThrownBy(() -> nobody.configMaps().inNamespace(namespace).list())
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("system:serviceaccount:" + namespace + ":nobody");
    }
  }
}
