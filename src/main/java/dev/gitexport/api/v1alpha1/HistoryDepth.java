package dev.gitexport.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How much of the past is fetched: what the treeish asks for, or all of it.
public enum HistoryDepth {
  @JsonProperty("Shallow")
  SHALLOW,
  @JsonProperty("Full")
  FULL
}
