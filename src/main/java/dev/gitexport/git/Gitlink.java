package dev.gitexport.git;

import org.eclipse.jgit.lib.ObjectId;

/// A place in an export that names a commit of another repository.
///
/// @param repository the tree that it was found in, of a superproject or one of its submodules
/// @param root where that tree lies in the export, empty for the superproject's
/// @param path of the gitlink in the export
public record Gitlink(ResolvedTree repository, String root, String path, ObjectId commit) {

  /// The path in its own repository's tree.
  String inside() {
    return root.isEmpty() ? path : path.substring(root.length() + 1);
  }
}
