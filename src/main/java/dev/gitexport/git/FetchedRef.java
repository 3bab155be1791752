package dev.gitexport.git;

/// What a fetch by refspecs made of one ref.
///
/// @param source its name at the remote, or the id that was asked for
/// @param ref the name it is kept under
/// @param before the id it named; empty when it was not there
/// @param after the id the remote has for it
public record FetchedRef(String source, String ref, String before, String after, Update update) {

  /// How it changed.
  public enum Update {
    NEW,
    UNCHANGED,
    /// Without losing any commit.
    UPDATED,
    /// It lost commits, as a `+` allows.
    FORCED,
    /// It would have lost commits and was left as it was.
    REJECTED
  }
}
