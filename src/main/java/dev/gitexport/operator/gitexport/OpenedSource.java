package dev.gitexport.operator.gitexport;

import dev.gitexport.git.FetchedRef;
import dev.gitexport.git.TreeSource;
import java.util.List;

/// A source that can be read, and what was fetched beside its treeish.
///
/// @param source for the caller to close
/// @param refs that the resource's refspecs name
public record OpenedSource(TreeSource source, List<FetchedRef> refs) implements AutoCloseable {

  public OpenedSource {
    refs = List.copyOf(refs);
  }

  @Override
  public void close() {
    source.close();
  }
}
