package dev.gitexport.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// Writes that survive a power cut once they return. Thread safe.
public final class Durable {

  private Durable() {}

  /// Makes one file's content, or one directory's names, durable.
  public static void sync(Path path) throws IOException {
    // A descriptor that may only read is enough for fsync, and some files are read-only.
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Gives a file this content: who reads it, at any time, sees the former or the new, never a
  /// part.
  public static void replace(Path file, byte[] content) throws IOException {
    Path next = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
    try {
      try (FileChannel channel =
          FileChannel.open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      move(next, file);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  /// Renames within one file system, over what has the name.
  public static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    sync(to.toAbsolutePath().resolveSibling(""));
    if (!from.resolveSibling("").equals(to.resolveSibling(""))) {
      sync(from.toAbsolutePath().resolveSibling(""));
    }
  }

  /// Deletes a file, if there is one.
  public static void delete(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      sync(file.toAbsolutePath().resolveSibling(""));
    }
  }
}
