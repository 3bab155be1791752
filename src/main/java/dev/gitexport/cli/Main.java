package dev.gitexport.cli;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Entry point of every life of the program. Plain Java: no container starts for a command that
/// needs none.
@QuarkusMain
public final class Main {

  private Main() {}

  public static void main(String... args) {
    PrintWriter out = new PrintWriter(System.out, false, System.out.charset());
    PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
    System.exit(run(out, err, args));
  }

  private static int run(PrintWriter out, PrintWriter err, String... args) {
    String encoding = System.getProperty("sun.jnu.encoding", "");
    if (!isUtf8(encoding)) {
      err.println("gitexport: file names would be read as " + encoding + ", which has not all.");
      err.println("Set LC_ALL=C.UTF-8 and run it again.");
      return ExitCode.USAGE.number();
    }
    int code = Commands.line(surroundings(), List.of(args)).setOut(out).setErr(err).execute(args);
    out.flush();
    return code;
  }

  static boolean isUtf8(String encoding) {
    return encoding.toUpperCase(Locale.ROOT).replace("-", "").equals("UTF8");
  }

  private static Surroundings surroundings() {
    return new Surroundings(
        Path.of("").toAbsolutePath(),
        System.getenv(),
        System.in,
        Clock.systemUTC(),
        Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false));
  }
}
