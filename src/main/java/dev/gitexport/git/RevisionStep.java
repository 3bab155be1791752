package dev.gitexport.git;

/// One suffix of a revision, applied to what stands before it.
sealed interface RevisionStep {

  /// `^N`; `^0` is the commit itself.
  record Parent(int number) implements RevisionStep {}

  /// `~N`, along first parents.
  record Ancestor(int generations) implements RevisionStep {}

  /// `^{commit}` and its like.
  record Peel(Kind kind) implements RevisionStep {}

  /// `^{/text}`: the youngest commit reachable from here whose message matches.
  ///
  /// @param wanted false for `^{/!-text}`: whose message does not match
  record Search(String pattern, boolean wanted) implements RevisionStep {}

  /// What `^{…}` peels to.
  enum Kind {
    COMMIT,
    TREE,
    TAG,
    /// `^{object}`: whatever it is, if it is there.
    OBJECT,
    /// `^{}`: no tag any more.
    UNTAGGED
  }
}
