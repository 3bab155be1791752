package dev.gitexport.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/// A Secret in the resource's own namespace.
public record SecretReference(
    @JsonPropertyDescription("Name of the Secret.") @Required @Size(min = 1, max = 253)
        String name) {

  public SecretReference {
    name = Defaults.or(name, "");
  }
}
