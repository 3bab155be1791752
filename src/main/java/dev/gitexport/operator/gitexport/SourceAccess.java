package dev.gitexport.operator.gitexport;

/// Gets hold of what a request exports from: opened where it is, or fetched.
@FunctionalInterface
public interface SourceAccess {

  /// A source that can resolve the request's treeish, as fresh as its repository. The caller closes
  /// it.
  ///
  /// @throws dev.gitexport.git.GitException when it cannot be had
  OpenedSource open(GitExportRequest request);
}
