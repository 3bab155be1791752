package dev.gitexport.operator.gitexport;

import dev.gitexport.git.FetchedRef;
import java.util.List;
import java.util.Optional;

/// What one run saw of its source, also when it fails later. Not thread safe.
public final class SeenSource {

  private Optional<List<FetchedRef>> refs = Optional.empty();
  private String revision = "";

  void fetched(List<FetchedRef> fetched) {
    refs = Optional.of(List.copyOf(fetched));
  }

  void resolved(String label) {
    revision = label;
  }

  /// What the resource's refspecs brought; empty when nothing was fetched by them.
  Optional<List<FetchedRef>> refs() {
    return refs;
  }

  /// That the treeish names; empty when it was not found out.
  String revision() {
    return revision;
  }
}
