package dev.gitexport.sync;

import dev.gitexport.files.Durable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/// A directory below a folder, held open by a descriptor that was reached hop by hop without
/// following a symlink. What is done below [#path] is done in that very directory, whatever its
/// name leads to meanwhile. Where the system has no calls for that, the path is only looked at
/// before.
final class HeldDirectory implements AutoCloseable {

  private static final int NONE = -1;

  private final int descriptor;
  private final Path path;

  private HeldDirectory(int descriptor, Path path) {
    this.descriptor = descriptor;
    this.path = path;
  }

  private static HeldDirectory held(int descriptor) {
    return new HeldDirectory(descriptor, Path.of("/proc/self/fd", Integer.toString(descriptor)));
  }

  /// @param below slashes between names; empty for the folder itself
  /// @param make what is missing
  /// @throws NoSuchFileException when it is missing
  /// @throws NotDirectoryException when a symlink or a file has the name of one of its directories
  static HeldDirectory open(Path folder, String below, boolean make) throws IOException {
    HeldDirectory held = top(folder);
    for (String name : below.isEmpty() ? new String[0] : below.split("/")) {
      try (HeldDirectory above = held) {
        held = make ? above.madeChild(name) : above.child(name);
      }
    }
    return held;
  }

  private static HeldDirectory top(Path folder) throws IOException {
    Optional<DirectoryCalls> calls = DirectoryCalls.get();
    if (calls.isPresent()) {
      return held(calls.get().open(DirectoryCalls.WORKING_DIRECTORY, folder.toString(), true));
    }
    check(folder);
    return new HeldDirectory(NONE, folder);
  }

  private static void check(Path directory, LinkOption... options) throws IOException {
    if (Files.isDirectory(directory, options)) {
      return;
    }
    throw Files.exists(directory, options)
        ? new NotDirectoryException(directory.toString())
        : new NoSuchFileException(directory.toString());
  }

  /// A directory in it, which must be there.
  HeldDirectory child(String name) throws IOException {
    if (isHeld()) {
      return held(DirectoryCalls.get().orElseThrow().open(descriptor, name, false));
    }
    check(path.resolve(name), LinkOption.NOFOLLOW_LINKS);
    return new HeldDirectory(NONE, path.resolve(name));
  }

  private HeldDirectory madeChild(String name) throws IOException {
    try {
      return child(name);
    } catch (NoSuchFileException e) {
      try {
        Files.createDirectory(path.resolve(name));
      } catch (FileAlreadyExistsException _) {
        // Somebody else made it.
      }
      return child(name);
    }
  }

  /// Whether it is held, and not only a path.
  boolean isHeld() {
    return descriptor != NONE;
  }

  Path path() {
    return path;
  }

  /// What something in it is; a symlink is not followed.
  FileStamp stamp(String name) throws IOException {
    return isHeld()
        ? DirectoryCalls.get().orElseThrow().stamp(descriptor, name)
        : FileStamp.of(path.resolve(name));
  }

  /// Gives two names in it each other's meaning, at once.
  ///
  /// @return `false` where the system cannot; then nothing was done
  boolean exchange(String one, String other) throws IOException {
    return isHeld() && DirectoryCalls.get().orElseThrow().exchange(descriptor, one, other);
  }

  /// Makes the names in it durable.
  void sync() throws IOException {
    Durable.sync(path);
  }

  @Override
  public void close() throws IOException {
    if (isHeld()) {
      DirectoryCalls.get().orElseThrow().close(descriptor);
    }
  }
}
