package dev.gitexport.cli;

import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// The options of what is printed, and the printing. Jackson is loaded only for JSON and YAML.
final class Output {

  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "How results are printed: ${COMPLETION-CANDIDATES} (default: table).")
  private OutputFormat format = OutputFormat.TABLE;

  @Option(names = "--verbose", description = "Print the stack of an error too.")
  private boolean verbose;

  /// Prints a report, or its text for people.
  void print(Object report, Supplier<String> text) {
    PrintWriter out = out();
    switch (format) {
      case TABLE -> out.print(text.get());
      case JSON -> out.println(StructuredText.json(report));
      case YAML -> out.print(StructuredText.yaml(report));
    }
    out.flush();
  }

  /// Text of a result that is printed in parts.
  void text(String text) {
    out().print(text);
    out().flush();
  }

  boolean isTable() {
    return format == OutputFormat.TABLE;
  }

  /// A word to people, never part of a result.
  void note(String text) {
    PrintWriter err = err();
    err.println(text);
    err.flush();
  }

  PrintWriter out() {
    return command.commandLine().getOut();
  }

  PrintWriter err() {
    return command.commandLine().getErr();
  }

  boolean isVerbose() {
    return verbose;
  }

  CommandSpec command() {
    return command;
  }
}
