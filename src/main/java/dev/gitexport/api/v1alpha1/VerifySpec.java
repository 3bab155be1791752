package dev.gitexport.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;

/// Which signatures a revision needs before it is exported.
public record VerifySpec(
    @JsonPropertyDescription(
            "HEAD: the commit. Tag: the annotated tag that the treeish names. TagAndHEAD: both.")
        @Default("HEAD")
        VerificationMode mode,
    @JsonPropertyDescription(
            "Secret of this namespace with the trusted public keys: OpenPGP ones as *.asc, SSH ones"
                + " as *.sshpub.")
        @Required
        SecretReference secretRef) {

  public VerifySpec {
    mode = Defaults.or(mode, VerificationMode.HEAD);
    secretRef = Defaults.or(secretRef, new SecretReference(""));
  }
}
