package dev.gitexport.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "store",
    mixinStandardHelpOptions = true,
    description = "Look after the objects that 'apply' fetched.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  gitexport store stats --repository file:///srv/shop.git",
      "  gitexport store gc --repository file:///srv/shop.git --tenant web",
      "  gitexport store verify --repository file:///srv/shop.git --output json"
    })
final class StoreCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  static CommandLine line(Surroundings surroundings, CommandLine.IFactory factory) {
    return new CommandLine(new StoreCommand(), factory)
        .addSubcommand("fetch", new StoreFetchCommand(surroundings))
        .addSubcommand("stats", new StoreStatsCommand(surroundings))
        .addSubcommand("gc", new StoreGcCommand(surroundings))
        .addSubcommand("verify", new StoreVerifyCommand(surroundings));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Missing command: 'fetch', 'stats', 'gc' or 'verify'");
  }
}
