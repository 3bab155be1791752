package dev.gitexport.sync;

import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;

/// Changes of a folder that are not committed.
///
/// @param changes since the last commit
/// @param tree hex id of the folder with them: the same again means that nothing changed since
public record Pending(Changes changes, String tree) {

  /// @param before the last commit
  /// @param entries of the folder as it is
  static Pending of(FlatTree before, List<DirCacheEntry> entries) throws IOException {
    DirCache folder = DirCache.newInCore();
    DirCacheBuilder builder = folder.builder();
    entries.forEach(builder::add);
    builder.finish();
    try (var hashing = new Hashing()) {
      return new Pending(before.changesTo(FlatTree.of(entries)), folder.writeTree(hashing).name());
    }
  }
}
