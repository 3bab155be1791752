package dev.gitexport.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What happens when folder and branch changed the same.
public enum ConflictPolicy {
  @JsonProperty("Report")
  REPORT,
  @JsonProperty("Branch")
  BRANCH,
  @JsonProperty("Ours")
  OURS,
  @JsonProperty("Theirs")
  THEIRS
}
