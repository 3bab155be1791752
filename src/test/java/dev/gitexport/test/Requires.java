package dev.gitexport.test;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// What a test needs of the machine it runs on. Where that is missing the test is skipped with a
/// reason, except where the environment variable `GITEXPORT_REQUIRE` asks for it: `all`, or a
/// comma-separated list of needs (`root`, or a program's name). There a missing need fails the
/// test, so that nothing important is skipped unseen.
public final class Requires {

  private static final String REQUIRED = "GITEXPORT_REQUIRE";

  private Requires() {}

  /// The test mounts file systems, changes owners or sets clocks.
  public static void root() {
    that(System.getProperty("user.name").equals("root"), "root", "the test must run as root");
  }

  /// The test calls a program by this name.
  public static void program(String name) {
    that(isOnPath(name), name, "%s is not on PATH".formatted(name));
  }

  /// Any other need, by the name that `GITEXPORT_REQUIRE` knows it by.
  public static void that(boolean met, String need, String reason) {
    if (met) {
      return;
    }
    if (isRequired(need)) {
      fail("%s, and %s asks for %s".formatted(reason, REQUIRED, need));
    }
    abort(reason);
  }

  /// What only some kernels have and no package brings. Its absence is a skip everywhere.
  public static void kernel(boolean met, String reason) {
    if (!met) {
      abort(reason);
    }
  }

  private static boolean isRequired(String need) {
    var required = Arrays.asList(System.getenv().getOrDefault(REQUIRED, "").split(","));
    return required.contains("all") || required.contains(need);
  }

  private static boolean isOnPath(String program) {
    // Administrators' programs are not on every user's PATH.
    var path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
    return Arrays.stream(path.split(File.pathSeparator))
        .map(directory -> Path.of(directory, program))
        .anyMatch(Files::isExecutable);
  }
}
