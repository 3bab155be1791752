package dev.gitexport.git;

/// A signature that a trusted key made.
///
/// @param object what is signed: `commit 3f2c1a9…` or `tag v1.0`
/// @param signer the key's owner as the key names him, and the key
public record VerifiedSignature(String object, String signer) {

  @Override
  public String toString() {
    return object + " is signed by " + signer;
  }
}
