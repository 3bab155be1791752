package dev.gitexport.git;

/// Which objects need a good signature.
public enum VerifyMode {
  /// The commit that is exported.
  HEAD,
  /// The annotated tag that the treeish names.
  TAG,
  /// Both.
  TAG_AND_HEAD
}
