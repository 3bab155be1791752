package dev.gitexport.sync;

import dev.gitexport.git.Access;
import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.History;
import dev.gitexport.git.Source;

/// Where a folder's commits go.
public sealed interface Upstream {

  /// Nowhere: they stay in the repository behind the folder.
  record None() implements Upstream {}

  /// To a remote.
  ///
  /// @param url `https://host/path`, `file:///path` or an absolute path
  /// @param namespace the git namespace of its refs
  /// @param access how it is reached
  record At(String url, GitNamespace namespace, Access access) implements Upstream {
    public At {
      url = new Source(url, namespace, "-", History.FULL).url();
    }

    /// What credentials are bound to.
    public String server() {
      return new Source(url, namespace, "-", History.FULL).server();
    }

    /// Without credentials.
    public At(String url, GitNamespace namespace) {
      this(url, namespace, Access.anonymous());
    }
  }
}
