package dev.gitexport.sync;

import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/// Where else than to the branch of its name a folder's branch is pushed, or which ref is deleted,
/// as in git-push(1).
///
/// @param source `HEAD` or the branch; empty to delete, and for none
/// @param destination full name; empty for none
/// @param force what stands there is replaced, with a lease on what was seen
public record PushRefspec(String source, String destination, boolean force) {

  public static final PushRefspec NONE = new PushRefspec("", "", false);

  public PushRefspec {
    if (!destination.isEmpty() && !Repository.isValidRefName(destination)) {
      throw new IllegalArgumentException(
          "'%s' is no name of a ref to push to".formatted(destination));
    }
  }

  /// Reads `live:refs/heads/review`, `+HEAD:review` or `:refs/heads/old`.
  public static PushRefspec parse(String text) {
    if (text.isBlank()) {
      return NONE;
    }
    boolean force = text.startsWith("+");
    String[] sides = text.substring(force ? 1 : 0).split(":", -1);
    if (sides.length != 2 || sides[1].isEmpty() || text.indexOf('*') >= 0) {
      throw new IllegalArgumentException(
          "'%s' is no refspec to push: write BRANCH:REF, +BRANCH:REF to replace what is there, or :REF to delete"
              .formatted(text));
    }
    return new PushRefspec(sides[0], full(sides[1]), force);
  }

  private static String full(String name) {
    return name.startsWith(Constants.R_REFS) ? name : Constants.R_HEADS + name;
  }

  boolean deletes() {
    return source.isEmpty() && !destination.isEmpty();
  }

  /// Whether the branch goes elsewhere.
  boolean redirects() {
    return !source.isEmpty();
  }

  /// @throws IllegalArgumentException when it speaks of another branch than the folder's, or
  ///   deletes that
  void checkFor(String branch) {
    String ref = Constants.R_HEADS + branch;
    if (redirects()
        && !source.equals(Constants.HEAD)
        && !source.equals(branch)
        && !source.equals(ref)) {
      throw new IllegalArgumentException(
          "the refspec pushes '%s', and the folder is on '%s': write HEAD or %2$s before the colon"
              .formatted(source, branch));
    }
    if (deletes() && destination.equals(ref)) {
      throw new IllegalArgumentException(
          "the refspec deletes %s, which is the folder's own branch: name another ref"
              .formatted(ref));
    }
  }
}
