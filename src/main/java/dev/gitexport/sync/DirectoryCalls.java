package dev.gitexport.sync;

import dev.gitexport.files.NativeFunctions;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// System calls on directories that are held open by a descriptor, for which Java has no words:
/// `openat`, `close`, `statx`, which alone tells when an inode last changed, and `renameat2`, which
/// alone replaces a file and tells which.
final class DirectoryCalls {

  static final int WORKING_DIRECTORY = -100;

  private static final int PATH_ONLY = 010000000;
  private static final int DIRECTORY = 0200000;
  private static final int NO_FOLLOW = 0400000;
  private static final int CLOSE_ON_EXEC = 02000000;

  private static final int NO_ENTRY = 2;
  private static final int NO_ACCESS = 13;
  private static final int NO_DIRECTORY = 20;
  private static final int LOOP = 40;

  /// EINVAL, ENOSYS, EOPNOTSUPP.
  private static final Set<Integer> UNABLE = Set.of(22, 38, 95);

  private static final int EXCHANGE = 2;

  /// `struct statx` is the same on every machine (statx(2)).
  private static final int STATX_BYTES = 256;

  private static final int STATX_BASIC = 0x7ff;
  private static final int STATX_NO_FOLLOW = 0x100;
  private static final long MODE = 28;
  private static final long SIZE = 40;
  private static final long CHANGED = 96;
  private static final long MODIFIED = 112;

  private static final Optional<DirectoryCalls> LOADED =
      Files.isDirectory(Path.of("/proc/self/fd"))
          ? NativeFunctions.load(DirectoryCalls::new)
          : Optional.empty();

  private final MethodHandle openat;
  private final MethodHandle close;
  private final MethodHandle statx;
  private final Optional<MethodHandle> renameat2;

  private DirectoryCalls() {
    openat =
        NativeFunctions.variadic(
            "openat", 3, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    close = NativeFunctions.of("close", ValueLayout.JAVA_INT);
    statx =
        NativeFunctions.of(
            "statx",
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS);
    renameat2 = NativeFunctions.load(DirectoryCalls::exchanging);
  }

  /// Not every C library has it.
  private static MethodHandle exchanging() {
    return NativeFunctions.of(
        "renameat2",
        ValueLayout.JAVA_INT,
        ValueLayout.ADDRESS,
        ValueLayout.JAVA_INT,
        ValueLayout.ADDRESS,
        ValueLayout.JAVA_INT);
  }

  /// Empty where the system has no such calls.
  static Optional<DirectoryCalls> get() {
    return LOADED;
  }

  /// @return a descriptor of a directory, which need not be readable
  /// @throws NotDirectoryException for a file, and for a symlink that is not to be followed
  int open(int at, String name, boolean follow) throws IOException {
    int flags = DIRECTORY | PATH_ONLY | CLOSE_ON_EXEC | (follow ? 0 : NO_FOLLOW);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(NativeFunctions.STATE);
      int opened = (int) openat.invokeExact(state, at, arena.allocateFrom(name), flags);
      if (opened < 0) {
        throw failure(NativeFunctions.error(state), name);
      }
      return opened;
    } catch (Throwable e) {
      throw NativeFunctions.rethrown(e);
    }
  }

  /// What something in a directory is; a symlink is not followed.
  FileStamp stamp(int at, String name) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(NativeFunctions.STATE);
      MemorySegment found = arena.allocate(STATX_BYTES, Long.BYTES);
      MemorySegment path = arena.allocateFrom(name);
      if ((int) statx.invokeExact(state, at, path, STATX_NO_FOLLOW, STATX_BASIC, found) < 0) {
        throw failure(NativeFunctions.error(state), name);
      }
      return FileStamp.of(
          found.get(ValueLayout.JAVA_SHORT, MODE),
          found.get(ValueLayout.JAVA_LONG, SIZE),
          time(found, MODIFIED),
          time(found, CHANGED));
    } catch (Throwable e) {
      throw NativeFunctions.rethrown(e);
    }
  }

  private static Instant time(MemorySegment found, long at) {
    return Instant.ofEpochSecond(
        found.get(ValueLayout.JAVA_LONG, at), found.get(ValueLayout.JAVA_INT, at + Long.BYTES));
  }

  /// Gives two names in a directory each other's meaning, at once.
  ///
  /// @return `false` where the file system cannot; then nothing was done
  boolean exchange(int at, String one, String other) throws IOException {
    if (renameat2.isEmpty()) {
      return false;
    }
    MethodHandle call = renameat2.get();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(NativeFunctions.STATE);
      MemorySegment first = arena.allocateFrom(one);
      MemorySegment second = arena.allocateFrom(other);
      if ((int) call.invokeExact(state, at, first, at, second, EXCHANGE) < 0) {
        int error = NativeFunctions.error(state);
        if (UNABLE.contains(error)) {
          return false;
        }
        throw failure(error, other);
      }
      return true;
    } catch (Throwable e) {
      throw NativeFunctions.rethrown(e);
    }
  }

  void close(int descriptor) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int _ = (int) close.invokeExact(arena.allocate(NativeFunctions.STATE), descriptor);
    } catch (Throwable e) {
      throw NativeFunctions.rethrown(e);
    }
  }

  private static FileSystemException failure(int error, String name) {
    return switch (error) {
      case NO_ENTRY -> new NoSuchFileException(name);
      case NO_ACCESS -> new AccessDeniedException(name);
      case NO_DIRECTORY, LOOP -> new NotDirectoryException(name);
      default -> new FileSystemException(name, null, NativeFunctions.words(error));
    };
  }
}
