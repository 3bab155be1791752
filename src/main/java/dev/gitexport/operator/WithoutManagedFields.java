package dev.gitexport.operator;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.inject.Singleton;

/// Passes over who wrote which field of what is read from the API server. Nobody here asks for it,
/// and kept in memory it is larger than the rest of a resource.
@Singleton
final class WithoutManagedFields implements KubernetesClientObjectMapperCustomizer {

  @Override
  public void customize(ObjectMapper mapper) {
    mapper.addMixIn(ObjectMeta.class, Kept.class);
  }

  @JsonIgnoreProperties("managedFields")
  private interface Kept {}
}
