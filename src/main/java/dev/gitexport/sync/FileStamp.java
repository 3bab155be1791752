package dev.gitexport.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.FileMode;

/// What one stat of a path says.
record FileStamp(FileMode mode, long size, Instant modified) {

  static FileStamp of(Path path) throws IOException {
    return of(Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
  }

  static FileStamp of(PosixFileAttributes attributes) {
    return new FileStamp(
        mode(attributes), attributes.size(), attributes.lastModifiedTime().toInstant());
  }

  /// `MISSING` for what git has no mode for: sockets, pipes, devices.
  private static FileMode mode(PosixFileAttributes attributes) {
    if (attributes.isSymbolicLink()) {
      return FileMode.SYMLINK;
    }
    if (attributes.isDirectory()) {
      return FileMode.TREE;
    }
    if (!attributes.isRegularFile()) {
      return FileMode.MISSING;
    }
    return attributes.permissions().contains(PosixFilePermission.OWNER_EXECUTE)
        ? FileMode.EXECUTABLE_FILE
        : FileMode.REGULAR_FILE;
  }

  /// Whether the file is what the index says, as far as a stat can tell. An entry whose length is 0
  /// was read while the file was young: it is read again.
  boolean matches(DirCacheEntry entry) {
    return entry.getLength() == (int) size
        && mode.equals(entry.getRawMode())
        && modified.equals(entry.getLastModifiedInstant());
  }
}
