package dev.gitexport.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/// A retained export, as the planner sees it.
///
/// @param root its directory
/// @param index reads its manifest; kept by nobody, because all priors' together are large
/// @param linkable whether its files have the owner and modes that the new export wants
/// @param rewritten path to git blob, where the bytes in the file are not the blob's
/// @param unusable paths whose files must not be linked from
record Prior(
    Path root,
    IndexSource index,
    boolean linkable,
    Map<String, String> rewritten,
    Set<String> unusable) {

  /// Where a manifest comes from.
  @FunctionalInterface
  interface IndexSource {
    ExportIndex read() throws IOException;
  }

  boolean offers(ExportIndex.Cursor entry, boolean executable) {
    return linkable
        && entry.isFile()
        && entry.isExecutable() == executable
        && (unusable.isEmpty() || !unusable.contains(entry.path()));
  }
}
