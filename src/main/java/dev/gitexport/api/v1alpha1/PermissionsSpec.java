package dev.gitexport.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// Modes and group of what is exported. The execute bit of a file comes from git.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PermissionsSpec(
    @JsonPropertyDescription("Group number; one of the groups the exporter runs with.") @Min(0)
        @Nullable Integer gid,
    @JsonPropertyDescription("Octal mode of files, in quotes.")
        @Default(Defaults.FILE_MODE)
        @Size(max = 4)
        @ValidationRule(value = Rules.MODE, message = Rules.MODE_FORM)
        String fileMode,
    @JsonPropertyDescription("Octal mode of directories, in quotes.")
        @Default(Defaults.DIR_MODE)
        @Size(max = 4)
        @ValidationRule(value = Rules.MODE, message = Rules.MODE_FORM)
        String dirMode) {

  static final PermissionsSpec DEFAULT =
      new PermissionsSpec(null, Defaults.FILE_MODE, Defaults.DIR_MODE);

  public PermissionsSpec {
    fileMode = Defaults.or(fileMode, Defaults.FILE_MODE);
    dirMode = Defaults.or(dirMode, Defaults.DIR_MODE);
  }
}
