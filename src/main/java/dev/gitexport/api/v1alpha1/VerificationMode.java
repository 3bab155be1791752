package dev.gitexport.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Which objects need a signature.
public enum VerificationMode {
  @JsonProperty("HEAD")
  HEAD,
  @JsonProperty("Tag")
  TAG,
  @JsonProperty("TagAndHEAD")
  TAG_AND_HEAD
}
