package dev.gitexport.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How an unchanged file gets into a new export.
public enum SharingMode {
  @JsonProperty("Auto")
  AUTO,
  @JsonProperty("Hardlink")
  HARDLINK,
  @JsonProperty("Reflink")
  REFLINK,
  @JsonProperty("Copy")
  COPY
}
