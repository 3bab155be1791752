package dev.gitexport.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/// A directory that outlives exports: a symlink into `shared/` in every one of them.
public record SharedDirectory(
    @JsonPropertyDescription("Where it is inside the export.")
        @Required
        @Size(max = 1024)
        @ValidationRule(value = Rules.RELATIVE_PATH, message = Rules.RELATIVE_PATH_FORM)
        String path) {

  public SharedDirectory {
    path = Defaults.or(path, "");
  }
}
