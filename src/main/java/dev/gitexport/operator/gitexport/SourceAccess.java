package dev.gitexport.operator.gitexport;

import dev.gitexport.git.FetchedRef;
import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.TreeSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Gets hold of what a request exports from: opened where it is, or fetched.
@FunctionalInterface
public interface SourceAccess {

  /// A source that can resolve the request's treeish, as fresh as its repository. The caller closes
  /// it.
  ///
  /// @param fetched is told of the refs that the request's refspecs name as soon as they are here,
  ///   whatever fails after that
  /// @throws dev.gitexport.git.GitException when it cannot be had
  TreeSource open(GitExportRequest request, Consumer<List<FetchedRef>> fetched);

  /// What a source that is opened now would resolve the request's treeish to, where that is known
  /// without it. Who has an export of that tree need not open it.
  ///
  /// @throws dev.gitexport.git.GitException when the source cannot be had
  default Optional<ResolvedTree> known(GitExportRequest request) {
    return Optional.empty();
  }
}
