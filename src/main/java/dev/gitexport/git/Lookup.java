package dev.gitexport.git;

import org.eclipse.jgit.lib.AnyObjectId;
import org.jspecify.annotations.Nullable;

/// One question, "what is this treeish in this repository?", and the ways it can fail.
///
/// @param repository as messages name it, without secrets
record Lookup(String repository, Treeish treeish) {

  /// @param why why it failed, a sentence without its full stop
  /// @param next what to do about it, likewise
  GitException.TreeishNotFound notFound(String why, String next) {
    return new GitException.TreeishNotFound(
        "Could not resolve the treeish '%s' in %s: %s. %s%s"
            .formatted(treeish, repository, why, next, next.endsWith("?") ? "" : "."),
        null);
  }

  GitException.StoreCorrupt damaged(AnyObjectId id, String why, @Nullable Throwable cause) {
    return new GitException.StoreCorrupt(
        "Could not resolve the treeish '%s' in %s: object %s %s. Run `git fsck` there; restore or fetch what it names."
            .formatted(treeish, repository, id.name(), why),
        cause);
  }

  GitException.StoreCorrupt unreadable(Throwable cause) {
    return new GitException.StoreCorrupt(
        "Could not resolve the treeish '%s' in %s: reading it failed (%s). Run `git fsck` there; restore or fetch what it names."
            .formatted(treeish, repository, cause),
        cause);
  }
}
