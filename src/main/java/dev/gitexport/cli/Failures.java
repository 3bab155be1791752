package dev.gitexport.cli;

import dev.gitexport.failure.Failure;
import dev.gitexport.failure.Reason;
import dev.gitexport.failure.Recovery;
import dev.gitexport.failure.SafeText;
import dev.gitexport.report.ErrorReport;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says what went wrong: two lines on standard error, the same as JSON or YAML on standard output
/// when that was asked for, the stack only with `--verbose`.
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

  private final OutputFormat format;
  private final boolean verbose;

  Failures(List<String> args) {
    this.format = OutputFormat.requested(args);
    this.verbose = args.contains("--verbose");
  }

  @Override
  public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
    if (thrown instanceof ParameterException usage) {
      return handleParseException(usage, new String[0]);
    }
    Failure failure = Failure.of(thrown);
    Advice advice = Advice.of(failure);
    PrintWriter err = command.getErr();
    err.println(name(command) + ": " + advice.problem());
    err.println(advice.next());
    if (verbose) {
      thrown.printStackTrace(err);
    }
    report(command, failure);
    return ExitCode.of(failure.reason()).number();
  }

  @Override
  public int handleParseException(ParameterException usage, String[] args) {
    CommandLine command = usage.getCommandLine();
    PrintWriter err = command.getErr();
    String message = SafeText.of(usage.getMessage());
    err.println(name(command) + ": " + message);
    if (!UnmatchedArgumentException.printSuggestions(usage, err)) {
      err.println("Try '" + name(command) + " --help'.");
    }
    report(command, new Failure(Reason.INVALID_MANIFEST, message, new Recovery.AwaitChange()));
    return ExitCode.USAGE.number();
  }

  private void report(CommandLine command, Failure failure) {
    command.getErr().flush();
    PrintWriter out = command.getOut();
    switch (format) {
      case TABLE -> {}
      case JSON -> out.println(StructuredText.json(ErrorReport.of(failure)));
      case YAML -> out.print(StructuredText.yaml(ErrorReport.of(failure)));
    }
    out.flush();
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }
}
