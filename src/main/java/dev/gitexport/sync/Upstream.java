package dev.gitexport.sync;

import dev.gitexport.git.Access;
import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.History;
import dev.gitexport.git.Source;

/// Where a folder's commits go.
public sealed interface Upstream {

  /// Whom connections go to; empty for nobody, or for a repository on this machine.
  String host();

  /// Nowhere: they stay in the repository behind the folder.
  record None() implements Upstream {
    @Override
    public String host() {
      return "";
    }
  }

  /// To a remote.
  ///
  /// @param url `https://host/path`, `file:///path` or an absolute path
  /// @param namespace the git namespace of its refs
  /// @param access how it is reached
  record At(String url, GitNamespace namespace, Access access) implements Upstream {
    public At {
      url = new Source(url, namespace, "-", History.FULL).url();
    }

    @Override
    public String host() {
      return source().host();
    }

    /// What credentials are bound to.
    public String server() {
      return source().server();
    }

    Source source() {
      return new Source(url, namespace, "-", History.FULL);
    }

    /// Without credentials.
    public At(String url, GitNamespace namespace) {
      this(url, namespace, Access.anonymous());
    }
  }
}
