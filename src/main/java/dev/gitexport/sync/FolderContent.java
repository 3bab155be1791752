package dev.gitexport.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.jspecify.annotations.Nullable;

/// What is in a folder now, without following any symlink.
record FolderContent(Path folder) {

  /// Empty when there is nothing of that name.
  Optional<FileStamp> stamp(String path) throws IOException {
    if (!hasRealParents(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(FileStamp.of(folder.resolve(path)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /// Whether no symlink and no file stands where a directory has to be.
  boolean hasRealParents(String path) {
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      Path parent = folder.resolve(path.substring(0, slash));
      if (!Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)
          && Files.exists(parent, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
    }
    return true;
  }

  /// Whether a path is as it was committed: the entry's content, or nothing without one.
  boolean isUnchanged(String path, @Nullable DirCacheEntry entry) throws IOException {
    Optional<FileStamp> stamp = stamp(path);
    if (entry == null || stamp.isEmpty()) {
      return entry == null && stamp.isEmpty();
    }
    return stamp.get().matches(entry)
        || is(path, new FlatTree.Leaf(entry.getFileMode(), entry.getObjectId()));
  }

  /// Whether a path has this very content and mode.
  boolean is(String path, FlatTree.Leaf leaf) throws IOException {
    Optional<FileStamp> stamp = stamp(path);
    if (stamp.isEmpty()) {
      return false;
    }
    if (leaf.mode().equals(FileMode.GITLINK)) {
      return stamp.get().mode().equals(FileMode.TREE);
    }
    return stamp.get().mode().equals(leaf.mode())
        && leaf.id().equals(id(folder.resolve(path), stamp.get()));
  }

  private static ObjectId id(Path file, FileStamp stamp) throws IOException {
    try (var hash = new ObjectInserter.Formatter()) {
      if (stamp.mode().equals(FileMode.SYMLINK)) {
        byte[] target = Files.readSymbolicLink(file).toString().getBytes(UTF_8);
        return hash.idFor(Constants.OBJ_BLOB, target);
      }
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        return hash.idFor(Constants.OBJ_BLOB, stamp.size(), in);
      } catch (EOFException e) {
        return ObjectId.zeroId();
      }
    }
  }
}
