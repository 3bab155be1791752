package dev.gitexport.sync;

/// What happens when both sides changed the same. The losing side is always kept in a ref.
public enum OnConflict {
  /// Nothing is pushed and nothing in the folder changes; people decide.
  REPORT,
  /// Ours goes to a branch of its own, and the folder goes on from theirs.
  BRANCH,
  /// In the paths of the conflict, ours stays.
  OURS,
  /// In the paths of the conflict, theirs comes.
  THEIRS
}
