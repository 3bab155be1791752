package dev.gitexport.sync;

import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.History;
import dev.gitexport.git.Source;

/// Where a folder's commits go.
public sealed interface Upstream {

  /// Nowhere: they stay in the repository behind the folder.
  record None() implements Upstream {}

  /// To a remote.
  ///
  /// @param url `file:///path` or an absolute path
  record At(String url, GitNamespace namespace) implements Upstream {
    public At {
      url = new Source(url, namespace, "-", History.FULL).url();
      if (!url.startsWith("file://")) {
        throw new IllegalArgumentException(
            "'%s' cannot be pushed to: only repositories on this machine are, by path or file: URL"
                .formatted(url));
      }
    }
  }
}
