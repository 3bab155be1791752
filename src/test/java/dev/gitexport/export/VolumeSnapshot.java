package dev.gitexport.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;

/// Everything below a directory, no symlink followed: kind, mode, owner, inode and time, and the
/// content of files and links.
final class VolumeSnapshot {

  private VolumeSnapshot() {}

  static Map<String, String> of(Path root) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        entries.put(root.relativize(path).toString(), line(path));
      }
    }
    return entries;
  }

  /// The exports only: what a failed run may not touch, whatever it left beside them.
  static Map<String, String> ofExports(ExportStore store) throws IOException {
    Map<String, String> entries = of(store.exports());
    entries.putAll(of(store.indexes()));
    return entries;
  }

  private static String line(Path path) throws IOException {
    PosixFileAttributes found =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String common =
        PosixFilePermissions.toString(found.permissions())
            + " "
            + Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)
            + " "
            + found.fileKey()
            + " "
            + found.lastModifiedTime();
    if (found.isDirectory()) {
      return "directory " + common;
    }
    if (found.isSymbolicLink()) {
      return "link to " + Files.readSymbolicLink(path) + " " + common;
    }
    byte[] content = Files.readAllBytes(path);
    return new ObjectInserter.Formatter().idFor(Constants.OBJ_BLOB, content).name() + " " + common;
  }
}
