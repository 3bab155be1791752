package dev.gitexport.git;

import java.io.IOException;
import java.nio.file.Path;

/// No view of a store's objects could be made or removed, as on a full disk. It says nothing about
/// the objects themselves.
final class UnusableViewException extends IOException {

  private static final long serialVersionUID = 1L;

  UnusableViewException(Path view, Exception cause) {
    super("the temporary directory %s is unusable: %s".formatted(view, cause), cause);
  }

  GitException.RepositoryUnreachable asFailure(StoreDirectory store) {
    return new GitException.RepositoryUnreachable(
        "Could not check the store %s: %s. Make it writable, free space, and try again."
            .formatted(store.path(), getMessage()),
        this);
  }
}
