package dev.gitexport.export;

import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// What is to be done for one entry of an export.
sealed interface EntryAction {

  /// A regular file: the bytes that will be on disk, and how they get there.
  sealed interface File extends EntryAction {
    boolean executable();

    /// The id of the bytes on disk.
    ObjectId id();

    Stamp stamp();
  }

  /// Shared with a prior's file; written from the blob, with the same stamp, where that fails.
  ///
  /// @param moved the path in the prior, empty when it is the same
  /// @param lfs what to write instead of the blob where linking fails
  record Link(
      Prior prior,
      String moved,
      boolean executable,
      ObjectId id,
      Stamp stamp,
      Optional<LfsFile> lfs)
      implements File {}

  /// Written from the blob.
  record Write(boolean executable, ObjectId id, Stamp stamp) implements File {}

  /// Written from the blob with its keywords expanded.
  ///
  /// @param id of the expanded bytes
  record Expand(
      KeywordExpansion keywords, ObjectId blob, boolean executable, ObjectId id, Stamp stamp)
      implements File {}

  /// Written from an LFS object.
  ///
  /// @param content the object's file
  /// @param id of the content
  record Lfs(LfsFile lfs, Path content, boolean executable, ObjectId id, Stamp stamp)
      implements File {}

  /// A symlink, of the repository or into a shared directory.
  ///
  /// @param id of the target as a blob
  record Symlink(String target, ObjectId id) implements EntryAction {}

  /// A gitlink: an empty directory.
  record Submodule(ObjectId commit) implements EntryAction {}
}
