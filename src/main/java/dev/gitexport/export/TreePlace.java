package dev.gitexport.export;

import dev.gitexport.export.PathFilter.Verdict;
import dev.gitexport.git.ResolvedTree;

/// A directory on the way of a scan, and what holds in it.
///
/// @param repository that it is in, the exported one or a submodule
/// @param root of that repository, as a path in the export
record TreePlace(
    ResolvedTree repository,
    String root,
    String path,
    int pathBytes,
    ExportAttributes attributes,
    Verdict verdict) {

  boolean isRoot() {
    return path.equals(root);
  }

  TreePlace with(ExportAttributes changed) {
    return new TreePlace(repository, root, path, pathBytes, changed, verdict);
  }

  TreePlace below(String directory, int bytes, Verdict decided) {
    return new TreePlace(repository, root, directory, bytes, attributes, decided);
  }

  /// As the root of a submodule: nothing outside gives it attributes.
  TreePlace of(ResolvedTree submodule) {
    return new TreePlace(submodule, path, path, pathBytes, ExportAttributes.NONE, verdict);
  }
}
