package dev.gitexport.sync;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.FileMode;

/// What one stat of a path says.
///
/// @param mode `MISSING` for what git has no mode for: sockets, pipes, devices
/// @param modified may be set to any time, and programs that copy do that
/// @param changed when the system last saw a change of content, name or modes; nobody can set it
record FileStamp(FileMode mode, long size, Instant modified, Instant changed) {

  private static final int KIND = 0170000;
  private static final int SYMLINK = 0120000;
  private static final int DIRECTORY = 0040000;
  private static final int REGULAR = 0100000;
  private static final int OWNER_EXECUTES = 0100;

  static FileStamp of(Path path) throws IOException {
    Map<String, Object> found =
        Files.readAttributes(
            path, "unix:mode,size,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS);
    return of(
        requireNonNull((Integer) found.get("mode")),
        requireNonNull((Long) found.get("size")),
        requireNonNull((FileTime) found.get("lastModifiedTime")).toInstant(),
        requireNonNull((FileTime) found.get("ctime")).toInstant());
  }

  /// @param mode as the system has it
  static FileStamp of(int mode, long size, Instant modified, Instant changed) {
    FileMode known =
        switch (mode & KIND) {
          case SYMLINK -> FileMode.SYMLINK;
          case DIRECTORY -> FileMode.TREE;
          case REGULAR ->
              (mode & OWNER_EXECUTES) == 0 ? FileMode.REGULAR_FILE : FileMode.EXECUTABLE_FILE;
          default -> FileMode.MISSING;
        };
    return new FileStamp(known, size, modified, changed);
  }

  /// Whether a file system's clock may have stood still since it was last written to.
  boolean isAfter(Instant time) {
    return modified.isAfter(time) || changed.isAfter(time);
  }

  /// Whether the file is what the index says, as far as a stat can tell. An entry whose length is 0
  /// was read while the file was young: it is read again.
  boolean matches(DirCacheEntry entry) {
    return entry.getLength() == (int) size
        && mode.equals(entry.getRawMode())
        && modified.equals(entry.getLastModifiedInstant())
        && changed.toEpochMilli() == entry.getCreationTime();
  }

  /// Notes it down for [#matches]. What JGit calls the creation time is `ctime` in the index
  /// (gitformat-index(5)); it keeps milliseconds of it.
  ///
  /// @param young the file may change without a stat that shows it
  void note(DirCacheEntry entry, boolean young) {
    entry.setFileMode(mode);
    entry.setLastModified(modified);
    entry.setCreationTime(changed.toEpochMilli());
    entry.setLength(young ? 0 : size);
  }
}
