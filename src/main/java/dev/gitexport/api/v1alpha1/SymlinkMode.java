package dev.gitexport.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What happens to a symlink of the repository that leaves the export.
public enum SymlinkMode {
  @JsonProperty("Contained")
  CONTAINED,
  @JsonProperty("Skip")
  SKIP,
  @JsonProperty("Preserve")
  PRESERVE
}
