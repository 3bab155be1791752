package dev.gitexport.cli;

import java.nio.file.Path;

/// Writes `docs/cli.md` from the commands themselves.
final class CliReference {

  private CliReference() {}

  static String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # The command line

        Generated from the commands by `CliReferenceTest`; `make test MAVEN_ARGS="-Dtest=CliReferenceTest -Dgitexport.docs.write=true"` writes it anew.

        Every command takes `--output table|json|yaml`. JSON field names and exit codes are an API: they are added to, never changed. An error is two lines on standard error,
        what went wrong and what to do next, and with `--output json` also `{"error":{"reason":…,"message":…}}` on standard output.

        ## Exit codes

        | code | meaning |
        |---|---|
        """);
    for (ExitCode code : ExitCode.values()) {
      text.append("| %d | %s |%n".formatted(code.number(), code.meaning()));
    }
    for (String name : Commands.NAMES) {
      if (!name.equals("help")) {
        text.append("%n## %s%n%n```text%n%s```%n".formatted(name, usage(name)));
      }
    }
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  private static String usage(String name) {
    return new Shell(Path.of("/")).run(name, "--help").out();
  }
}
