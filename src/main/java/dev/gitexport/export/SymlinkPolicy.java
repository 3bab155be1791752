package dev.gitexport.export;

/// What happens to a symlink of the repository.
public enum SymlinkPolicy {
  /// Kept when it stays inside the export; one that leaves it refuses the export.
  CONTAINED,
  /// None that leaves the export is written; the others are kept.
  SKIP,
  /// All are written as they are. For operators who trust the repository.
  PRESERVE
}
