package dev.gitexport.git;

/// How much of a source's history a store keeps.
public enum History {
  /// The wanted commit alone, and as many of its ancestors as the treeish counts back.
  SHALLOW,
  /// All of it, in the tenant's shared store.
  FULL
}
