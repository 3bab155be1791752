package dev.gitexport.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

final class WithoutManagedFieldsTest {

  @Test
  void whatIsReadKeepsAllOfItsMetadataButThose() {
    ObjectMapper mapper = new ObjectMapper();
    KubernetesSerialization json = new KubernetesSerialization(mapper, true);
    new WithoutManagedFields().customize(mapper);

    Secret secret =
        json.unmarshal(
            """
            {"apiVersion": "v1", "kind": "Secret",
             "metadata": {"name": "key", "namespace": "web", "resourceVersion": "7", "unheardOf": true,
              "managedFields": [{"manager": "kubectl", "operation": "Update", "apiVersion": "v1",
               "fieldsType": "FieldsV1", "fieldsV1": {"f:data": {".": {}, "f:password": {}}}}]},
             "data": {"password": "MQ=="}}
            """,
            Secret.class);

    assertThat(secret.getMetadata().getManagedFields()).isEmpty();
    assertThat(secret.getMetadata().getResourceVersion()).isEqualTo("7");
    assertThat(secret.getMetadata().getAdditionalProperties()).containsOnlyKeys("unheardOf");
    assertThat(secret.getData()).containsEntry("password", "MQ==");
  }
}
