package dev.gitexport.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Where an export stands in its life.
public enum Phase {
  @JsonProperty("Exported")
  EXPORTED,
  @JsonProperty("Published")
  PUBLISHED,
  @JsonProperty("Superseded")
  SUPERSEDED
}
