package dev.gitexport.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How a folder and a branch come together the first time.
public enum Initialisation {
  @JsonProperty("Clone")
  CLONE,
  @JsonProperty("Adopt")
  ADOPT
}
