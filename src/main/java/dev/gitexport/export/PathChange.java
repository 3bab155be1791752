package dev.gitexport.export;

/// A path that differs between two exports.
public record PathChange(Kind kind, String path) {

  /// How it differs; a change of mode or type is `MODIFIED` too.
  public enum Kind {
    ADDED,
    MODIFIED,
    DELETED
  }
}
