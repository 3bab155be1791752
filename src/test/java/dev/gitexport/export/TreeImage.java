package dev.gitexport.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A directory tree as values that can be compared: bytes, executable bit and link targets.
final class TreeImage {

  private TreeImage() {}

  static Map<String, String> of(Path root) {
    Map<String, String> image = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        if (!path.equals(root)) {
          image.put(root.relativize(path).toString(), describe(path));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return image;
  }

  private static String describe(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "link to " + Files.readSymbolicLink(path);
    }
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return "directory";
    }
    boolean executable =
        Files.getPosixFilePermissions(path).contains(PosixFilePermission.OWNER_EXECUTE);
    return (executable ? "program " : "file ")
        + Files.readString(path, StandardCharsets.ISO_8859_1);
  }
}
