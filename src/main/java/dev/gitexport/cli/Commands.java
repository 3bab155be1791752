package dev.gitexport.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;

/// All commands, made when they are asked for: reading the annotations of every one would double
/// the time to start.
final class Commands {

  static final List<String> NAMES =
      List.of(
          "export",
          "apply",
          "sync",
          "open",
          "commit",
          "push",
          "update",
          "close",
          "list",
          "history",
          "diff",
          "pin",
          "unpin",
          "rollback",
          "verify",
          "prune",
          "adopt",
          "delete",
          "store",
          "operator",
          "completion",
          "help");

  private final Surroundings surroundings;

  private Commands(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// The command line for these arguments: with the one command that they begin with, or with all.
  static CommandLine line(Surroundings surroundings, List<String> args) {
    Commands commands = new Commands(surroundings);
    CommandLine line = new CommandLine(new RootCommand(), commands.factory());
    for (String name : needed(args)) {
      line.addSubcommand(name, commands.create(name));
    }
    line.getSubcommands().values().forEach(Commands::dress);
    Failures failures = new Failures(args);
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpLongOptionsMaxWidth(28)
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(surroundings.colours() ? Ansi.ON : Ansi.OFF))
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures);
  }

  private static void dress(CommandLine command) {
    command.getSubcommands().values().forEach(Commands::dress);
    command.getCommandSpec().versionProvider(new Version());
    command
        .getCommandSpec()
        .usageMessage()
        .abbreviateSynopsis(true)
        .parameterListHeading("%n")
        .optionListHeading("%n");
  }

  private static List<String> needed(List<String> args) {
    String first = args.isEmpty() ? "" : args.getFirst();
    return switch (first) {
      case "--version", "-V" -> List.of();
      case "help", "completion" -> NAMES;
      default -> NAMES.contains(first) ? List.of(first) : NAMES;
    };
  }

  private Object create(String name) {
    return switch (name) {
      case "export" -> new ExportCommand(surroundings);
      case "apply" -> new ApplyCommand(surroundings);
      case "sync" -> new SyncCommand(surroundings);
      case "open" -> new OpenCommand(surroundings);
      case "commit" -> new CommitCommand(surroundings);
      case "push" -> new PushCommand(surroundings);
      case "update" -> new UpdateCommand(surroundings);
      case "close" -> new CloseCommand(surroundings);
      case "list" -> new ListCommand(surroundings);
      case "history" -> new HistoryCommand(surroundings);
      case "diff" -> new DiffCommand(surroundings);
      case "pin" -> new PinCommand(surroundings);
      case "unpin" -> new UnpinCommand(surroundings);
      case "rollback" -> new RollbackCommand(surroundings);
      case "verify" -> new VerifyCommand(surroundings);
      case "prune" -> new PruneCommand(surroundings);
      case "adopt" -> new AdoptCommand(surroundings);
      case "delete" -> new DeleteCommand(surroundings);
      case "store" -> StoreCommand.line(surroundings, factory());
      case "operator" -> new OperatorCommand();
      case "completion" -> new CompletionCommand();
      case "help" -> new CommandLine.HelpCommand();
      default -> throw new IllegalArgumentException("no command of ours: " + name);
    };
  }

  private IFactory factory() {
    IFactory plain = CommandLine.defaultFactory();
    return new IFactory() {
      @Override
      public <K> K create(Class<K> type) throws Exception {
        return type == LinkValues.class
            ? type.cast(new LinkValues(surroundings))
            : plain.create(type);
      }
    };
  }
}
