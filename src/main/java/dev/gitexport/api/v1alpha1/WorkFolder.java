package dev.gitexport.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SelectableField;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/// Where a folder is on the shared volume.
public record WorkFolder(
    @JsonPropertyDescription(
            "Below the directory of the resource's namespace: a place of its own, or inside the"
                + " shared/ of a GitExport, as shop/shared/files. It cannot be changed.")
        @Required
        @Size(min = 1, max = 1024)
        @SelectableField
        @ValidationRule(value = Rules.FOLDER, message = Rules.FOLDER_FORM)
        @ValidationRule(value = "self == oldSelf", message = Rules.FOLDER_STAYS)
        String path) {

  static final WorkFolder NONE = new WorkFolder("");

  public WorkFolder {
    path = Defaults.or(path, "");
  }
}
