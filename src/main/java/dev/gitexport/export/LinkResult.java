package dev.gitexport.export;

/// How an attempt to share a prior's file ended. A refusal is a result, not an error.
sealed interface LinkResult {

  /// A second name for the prior's inode.
  record Linked() implements LinkResult {}

  /// An inode of its own with the prior's blocks.
  record Reflinked() implements LinkResult {}

  /// The prior's file is gone or is not what its manifest says.
  record Mismatch() implements LinkResult {}

  /// The file system does not do it.
  ///
  /// @param thisFileOnly the inode has as many names as it may have; others can still be linked
  record Refused(String reason, boolean thisFileOnly) implements LinkResult {}
}
