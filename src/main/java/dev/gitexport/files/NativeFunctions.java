package dev.gitexport.files;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.function.Supplier;

/// Functions of Linux' C library that return an `int`, negative for an error. A handle's first
/// argument is memory of the layout [#STATE], which takes the error. Who calls them has a fallback.
public final class NativeFunctions {

  public static final StructLayout STATE = Linker.Option.captureStateLayout();

  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private NativeFunctions() {}

  /// @param make looks functions up
  /// @return empty where there are none: not on Linux, or native access is switched off
  public static <T> Optional<T> load(Supplier<T> make) {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Optional.empty();
    }
    try {
      return Optional.of(make.get());
    } catch (IllegalCallerException | UnsupportedOperationException | LinkageError _) {
      return Optional.empty();
    }
  }

  /// @throws UnsupportedOperationException when the library has no such function
  public static MethodHandle of(String name, MemoryLayout... arguments) {
    return handle(name, arguments, Linker.Option.captureCallState("errno"));
  }

  /// The same with a number of arguments that varies.
  ///
  /// @param fixed so many do not
  public static MethodHandle variadic(String name, int fixed, MemoryLayout... arguments) {
    return handle(
        name,
        arguments,
        Linker.Option.captureCallState("errno"),
        Linker.Option.firstVariadicArg(fixed));
  }

  @SuppressWarnings("restricted") // the launcher and the manifest enable native access
  private static MethodHandle handle(
      String name, MemoryLayout[] arguments, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    MemorySegment symbol =
        linker
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new UnsupportedOperationException("the C library has no " + name));
    return linker.downcallHandle(
        symbol, FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments), options);
  }

  /// The number of the error of a call that returned a negative number.
  public static int error(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }

  /// What a call threw: a handle declares every throwable, and these come of it.
  ///
  /// @return what is to be thrown, unless it is unchecked
  public static IOException rethrown(Throwable thrown) {
    return switch (thrown) {
      case IOException failure -> failure;
      case RuntimeException unexpected -> throw unexpected;
      case Error fatal -> throw fatal;
      default -> new IOException(thrown);
    };
  }

  /// An error in the words of the C library.
  public static String words(int error) {
    return switch (error) {
      case 5 -> "Input/output error";
      case 13 -> "Permission denied";
      case 24 -> "Too many open files";
      case 28 -> "No space left on device";
      case 30 -> "Read-only file system";
      case 36 -> "File name too long";
      case 116 -> "Stale file handle";
      case 122 -> "Disk quota exceeded";
      default -> "errno " + error;
    };
  }
}
