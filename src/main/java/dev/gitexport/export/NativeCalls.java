package dev.gitexport.export;

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

  private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private final MethodHandle open;
  private final MethodHandle close;
  private final MethodHandle syncfs;
  private final MethodHandle ioctl;
  private final MethodHandle symlink;
  private final MethodHandle utimensat;

  private NativeCalls() {
    open = function("open", ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    close = function("close", ValueLayout.JAVA_INT);
    syncfs = function("syncfs", ValueLayout.JAVA_INT);
    symlink = function("symlink", ValueLayout.ADDRESS, ValueLayout.ADDRESS);
    ioctl = function("ioctl", ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
    utimensat =
        function(
            "utimensat",
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_INT);
  }

  /// Loaded at the first use: small exports start faster without.
  private static final class Loaded {
    private static final Optional<NativeCalls> CALLS = load();

    private static Optional<NativeCalls> load() {
      if (!System.getProperty("os.name", "").equals("Linux")) {
        return Optional.empty();
      }
      try {
        return Optional.of(new NativeCalls());
      } catch (IllegalCallerException | UnsupportedOperationException | LinkageError _) {
        return Optional.empty(); // native access is switched off: the fallbacks serve
      }
    }
  }

  /// Empty where the system has no such calls.
  static Optional<NativeCalls> get() {
    return Loaded.CALLS;
  }

  @SuppressWarnings("restricted") // the launcher and the manifest enable native access
  private static MethodHandle function(String name, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    MemorySegment symbol =
        linker
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new UnsupportedOperationException("the C library has no " + name));
    Linker.Option capture = Linker.Option.captureCallState("errno");
    FunctionDescriptor type = FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments);
    return switch (name) {
      case "open", "ioctl" ->
          linker.downcallHandle(symbol, type, capture, Linker.Option.firstVariadicArg(2));
      default -> linker.downcallHandle(symbol, type, capture);
    };
  }

  /// Makes everything that was written to the file system of `directory` durable.
  void syncFileSystem(Path directory) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      int descriptor = open(arena, state, directory, READ_ONLY);
      try {
        check((int) syncfs.invokeExact(state, descriptor), state, "syncfs " + directory);
      } finally {
        int _ = (int) close.invokeExact(state, descriptor);
      }
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /// Makes `copy`, an existing empty file, share all blocks of `original`.
  void reflink(Path original, Path copy) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
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
      throw rethrown(e);
    }
  }

  /// Makes a symlink with exactly that target.
  void symlink(String target, Path link) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      MemorySegment to = arena.allocateFrom(target);
      MemorySegment name = arena.allocateFrom(link.toString());
      check((int) symlink.invokeExact(state, to, name), state, "symlink " + link);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /// Sets a file's modification time and leaves the access time.
  void setModified(Path file, Instant time) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      MemorySegment name = arena.allocateFrom(file.toString());
      MemorySegment times =
          arena.allocateFrom(ValueLayout.JAVA_LONG, 0, OMIT, time.getEpochSecond(), time.getNano());
      check(
          (int) utimensat.invokeExact(state, WORKING_DIRECTORY, name, times, NO_FOLLOW),
          state,
          "utimensat " + file);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  private int open(Arena arena, MemorySegment state, Path path, int flags) throws Throwable {
    MemorySegment name = arena.allocateFrom(path.toString());
    return check(
        (int) open.invokeExact(state, name, flags | CLOSE_ON_EXEC, 0), state, "open " + path);
  }

  private static int check(int result, MemorySegment state, String call) throws IOException {
    if (result < 0) {
      throw new IOException(call + " failed: " + words((int) ERRNO.get(state, 0L)));
    }
    return result;
  }

  /// In the words of the C library, by which a [VolumeError] tells a full volume from a broken one.
  private static String words(int errno) {
    return switch (errno) {
      case 5 -> "Input/output error";
      case 28 -> "No space left on device";
      case 30 -> "Read-only file system";
      case 116 -> "Stale file handle";
      case 122 -> "Disk quota exceeded";
      default -> "errno " + errno;
    };
  }

  /// A method handle declares every throwable; ours throw these only.
  private static IOException rethrown(Throwable thrown) {
    return switch (thrown) {
      case IOException failure -> failure;
      case RuntimeException unexpected -> throw unexpected;
      case Error fatal -> throw fatal;
      default -> new IOException(thrown);
    };
  }
}
