package dev.gitexport.git;

/// A shallow repository ends before what is asked for. Never leaves this package: a store deepens,
/// everyone else says that there is no such treeish.
final class HistoryEndsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final GitException.TreeishNotFound notFound;

  HistoryEndsException(GitException.TreeishNotFound notFound) {
    super(notFound);
    this.notFound = notFound;
  }

  GitException.TreeishNotFound asNotFound() {
    return notFound;
  }
}
