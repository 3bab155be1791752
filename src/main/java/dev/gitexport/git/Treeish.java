package dev.gitexport.git;

import java.util.Optional;

/// What a user asks for, in git's own grammar (gitrevisions(7)): a branch, a tag, a full or
/// abbreviated commit, a tree id, `refs/…`, `rev~N`, `rev^{tree}`, `rev:path`.
///
/// @param text as the user wrote it, not blank, without control characters
public record Treeish(String text) {

  public Treeish {
    if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a treeish is a branch, tag, commit, tree or rev:path");
    }
  }

  /// The part before the colon of `rev:path`, or all of it.
  public String revision() {
    int colon = colon();
    return colon < 0 ? text : text.substring(0, colon);
  }

  /// The directory of `rev:path`; empty when the whole tree is meant.
  public Optional<String> path() {
    int colon = colon();
    return colon < 0 ? Optional.empty() : Optional.of(text.substring(colon + 1));
  }

  /// The first colon outside braces: `HEAD^{/fix: a}` has none. A brace that closes nothing is a
  /// letter of the name.
  private int colon() {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '{' -> depth++;
        case '}' -> depth = Math.max(0, depth - 1);
        case ':' -> {
          if (depth == 0) {
            return i;
          }
        }
        default -> {}
      }
    }
    return -1;
  }

  @Override
  public String toString() {
    return text;
  }
}
