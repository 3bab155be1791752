package dev.gitexport.sync;

import dev.gitexport.files.Durable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/// A directory below a folder, held open by a descriptor that was reached hop by hop without
/// following a symlink. What is done below [#path] is done in that very directory, whatever its
/// name leads to meanwhile. Java has no such call; where the system has none either, the path is
/// only looked at before.
final class HeldDirectory implements AutoCloseable {

  private static final int PATH_ONLY = 010000000;
  private static final int DIRECTORY = 0200000;
  private static final int NO_FOLLOW = 0400000;
  private static final int CLOSE_ON_EXEC = 02000000;
  private static final int NO_ENTRY = 2;
  private static final int NONE = -1;

  private final int descriptor;
  private final Path path;

  private HeldDirectory(int descriptor, Path path) {
    this.descriptor = descriptor;
    this.path = path;
  }

  /// The two calls that Java lacks.
  private record Calls(MethodHandle openat, MethodHandle close) {

    private static final int WORKING_DIRECTORY = -100;
    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
        CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final Optional<Calls> LOADED = load();

    @SuppressWarnings("restricted") // the launcher and the manifest enable native access
    private static Optional<Calls> load() {
      try {
        Linker linker = Linker.nativeLinker();
        Linker.Option errno = Linker.Option.captureCallState("errno");
        if (!Files.isDirectory(Path.of("/proc/self/fd"))) {
          return Optional.empty();
        }
        MethodHandle openat =
            linker.downcallHandle(
                linker.defaultLookup().find("openat").orElseThrow(),
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT),
                errno,
                Linker.Option.firstVariadicArg(3));
        MethodHandle close =
            linker.downcallHandle(
                linker.defaultLookup().find("close").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        return Optional.of(new Calls(openat, close));
      } catch (RuntimeException | LinkageError _) {
        return Optional.empty(); // native access is switched off
      }
    }

    /// @return a descriptor, or minus the error
    int open(int at, String name, int flags) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment state = arena.allocate(CAPTURED);
        int opened =
            (int)
                openat.invokeExact(
                    state,
                    at,
                    arena.allocateFrom(name),
                    flags | DIRECTORY | PATH_ONLY | CLOSE_ON_EXEC);
        return opened >= 0 ? opened : -(int) ERRNO.get(state, 0L);
      } catch (Throwable e) {
        throw new IllegalStateException("openat throws nothing", e);
      }
    }

    void close(int descriptor) {
      try {
        int _ = (int) close.invokeExact(descriptor);
      } catch (Throwable e) {
        throw new IllegalStateException("close throws nothing", e);
      }
    }
  }

  /// @param below slashes between names; empty for the folder itself
  /// @param make what is missing
  /// @throws NoSuchFileException when it is missing
  /// @throws NotDirectoryException when a symlink or a file has the name of one of its directories
  static HeldDirectory open(Path folder, String below, boolean make) throws IOException {
    if (Calls.LOADED.isEmpty()) {
      return byName(folder, below, make);
    }
    Calls calls = Calls.LOADED.get();
    int held = checked(calls.open(Calls.WORKING_DIRECTORY, folder.toString(), 0), folder);
    for (String name : below.isEmpty() ? new String[0] : below.split("/")) {
      int above = held;
      try {
        held = step(calls, above, name, make, folder.resolve(below));
      } finally {
        calls.close(above);
      }
    }
    return new HeldDirectory(held, place(held));
  }

  private static int step(Calls calls, int above, String name, boolean make, Path whole)
      throws IOException {
    int opened = calls.open(above, name, NO_FOLLOW);
    if (opened == -NO_ENTRY && make) {
      try {
        Files.createDirectory(place(above).resolve(name));
      } catch (FileAlreadyExistsException e) {
        // Somebody else made it.
      }
      opened = calls.open(above, name, NO_FOLLOW);
    }
    return checked(opened, whole);
  }

  private static int checked(int opened, Path what) throws IOException {
    if (opened >= 0) {
      return opened;
    }
    throw opened == -NO_ENTRY
        ? new NoSuchFileException(what.toString())
        : new NotDirectoryException(what.toString());
  }

  private static Path place(int descriptor) {
    return Path.of("/proc/self/fd", Integer.toString(descriptor));
  }

  private static HeldDirectory byName(Path folder, String below, boolean make) throws IOException {
    Path path = folder.resolve(below);
    if (!new FolderContent(folder).hasRealParents(below + "/")) {
      throw new NotDirectoryException(path.toString());
    }
    if (make) {
      Files.createDirectories(path);
    } else if (!Files.isDirectory(path)) {
      throw new NoSuchFileException(path.toString());
    }
    return new HeldDirectory(NONE, path);
  }

  Path path() {
    return path;
  }

  /// Makes the names in it durable.
  void sync() throws IOException {
    Durable.sync(path);
  }

  @Override
  public void close() {
    if (descriptor != NONE) {
      Calls.LOADED.orElseThrow().close(descriptor);
    }
  }
}
