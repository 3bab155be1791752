package dev.gitexport.export;

import dev.gitexport.files.NativeFunctions;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// The system calls that Java has no words for: `syncfs`, which makes a tree of many new files
/// durable at once, `ioctl(FICLONE)`, which makes a reflink, `symlink` and `readlink` for targets
/// that Java would rewrite, and `utimensat`, for which Java opens and closes the file. Linux only;
/// who uses them has a fallback.
final class NativeCalls {

  private static final int READ_ONLY = 0;
  private static final int WRITE_ONLY = 1;
  private static final int CLOSE_ON_EXEC = 02000000;
  private static final long FICLONE = 0x40049409L;

  private static final int WORKING_DIRECTORY = -100;
  private static final int NO_FOLLOW = 0x100;
  private static final long OMIT = (1L << 30) - 2;

  private final MethodHandle open;
  private final MethodHandle close;
  private final MethodHandle syncfs;
  private final MethodHandle ioctl;
  private final MethodHandle symlink;
  private final MethodHandle utimensat;

  private NativeCalls() {
    open =
        NativeFunctions.variadic(
            "open", 2, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    close = NativeFunctions.of("close", ValueLayout.JAVA_INT);
    syncfs = NativeFunctions.of("syncfs", ValueLayout.JAVA_INT);
    symlink = NativeFunctions.of("symlink", ValueLayout.ADDRESS, ValueLayout.ADDRESS);
    ioctl =
        NativeFunctions.variadic(
            "ioctl", 2, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
    utimensat =
        NativeFunctions.of(
            "utimensat",
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_INT);
  }

  /// Loaded at the first use: small exports start faster without.
  private static final class Loaded {
    private static final Optional<NativeCalls> CALLS = NativeFunctions.load(NativeCalls::new);
  }

  /// Empty where the system has no such calls.
  static Optional<NativeCalls> get() {
    return Loaded.CALLS;
  }

  /// Makes everything that was written to the file system of `directory` durable.
  void syncFileSystem(Path directory) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(NativeFunctions.STATE);
      int descriptor = open(arena, state, directory, READ_ONLY);
      try {
        check((int) syncfs.invokeExact(state, descriptor), state, "syncfs " + directory);
      } finally {
        int _ = (int) close.invokeExact(state, descriptor);
      }
    } catch (Throwable e) {
      throw NativeFunctions.rethrown(e);
    }
  }

  /// Makes `copy`, an existing empty file, share all blocks of `original`.
  void reflink(Path original, Path copy) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(NativeFunctions.STATE);
      int from = open(arena, state, original, READ_ONLY);
      try {
        int to = open(arena, state, copy, WRITE_ONLY);
        try {
          check((int) ioctl.invokeExact(state, to, FICLONE, from), state, "reflink " + copy);
        } finally {
          int _ = (int) close.invokeExact(state, to);
        }
      } finally {
        int _ = (int) close.invokeExact(state, from);
      }
    } catch (Throwable e) {
      throw NativeFunctions.rethrown(e);
    }
  }

  /// Makes a symlink with exactly that target.
  void symlink(String target, Path link) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(NativeFunctions.STATE);
      MemorySegment to = arena.allocateFrom(target);
      MemorySegment name = arena.allocateFrom(link.toString());
      check((int) symlink.invokeExact(state, to, name), state, "symlink " + link);
    } catch (Throwable e) {
      throw NativeFunctions.rethrown(e);
    }
  }

  /// Sets a file's modification time and leaves the access time.
  void setModified(Path file, Instant time) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(NativeFunctions.STATE);
      MemorySegment name = arena.allocateFrom(file.toString());
      MemorySegment times =
          arena.allocateFrom(ValueLayout.JAVA_LONG, 0, OMIT, time.getEpochSecond(), time.getNano());
      check(
          (int) utimensat.invokeExact(state, WORKING_DIRECTORY, name, times, NO_FOLLOW),
          state,
          "utimensat " + file);
    } catch (Throwable e) {
      throw NativeFunctions.rethrown(e);
    }
  }

  private int open(Arena arena, MemorySegment state, Path path, int flags) throws Throwable {
    MemorySegment name = arena.allocateFrom(path.toString());
    return check(
        (int) open.invokeExact(state, name, flags | CLOSE_ON_EXEC, 0), state, "open " + path);
  }

  /// Its words are those by which a [VolumeError] tells a full volume from a broken one.
  private static int check(int result, MemorySegment state, String call) throws IOException {
    if (result < 0) {
      throw new IOException(
          call + " failed: " + NativeFunctions.words(NativeFunctions.error(state)));
    }
    return result;
  }
}
