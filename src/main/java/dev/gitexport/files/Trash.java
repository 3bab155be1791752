package dev.gitexport.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Deletes directories of ours, never through a symlink.
public final class Trash extends SimpleFileVisitor<Path> {

  private @Nullable IOException failure;

  private Trash() {}

  /// Deletes as much as can be; nothing there is nothing to delete.
  ///
  /// @throws IOException the first failure, when something is left
  public static void delete(Path path) throws IOException {
    Trash trash = new Trash();
    Files.walkFileTree(path, trash);
    if (trash.failure != null) {
      throw trash.failure;
    }
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    return remove(file);
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) {
    return failed(e);
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
    return e == null ? remove(directory) : failed(e);
  }

  private FileVisitResult remove(Path path) {
    try {
      Files.delete(path);
      return FileVisitResult.CONTINUE;
    } catch (IOException e) {
      return failed(e);
    }
  }

  private FileVisitResult failed(IOException e) {
    if (failure == null && !(e instanceof NoSuchFileException)) {
      failure = e;
    }
    return FileVisitResult.CONTINUE;
  }
}
