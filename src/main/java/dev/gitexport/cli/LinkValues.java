package dev.gitexport.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// Takes the values of one `-l`: the next argument, and those after it as long as each names a
/// prior too. So `-l v1,/srv/v1 v2 /srv/v2` needs no `--`, and `--` always ends them.
final class LinkValues implements IParameterConsumer {

  private final Surroundings surroundings;

  LinkValues(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  @SuppressWarnings("JdkObsolete") // picocli hands over a Stack
  public void consumeParameters(Stack<String> args, ArgSpec option, CommandSpec command) {
    if (args.isEmpty() || args.peek().equals("--")) {
      throw new ParameterException(
          command.commandLine(), "Missing TREEISH,PATH after '-l'", option, "");
    }
    List<String> links = new ArrayList<>();
    List<String> former = option.getValue();
    links.addAll(former == null ? List.of() : former);
    links.add(args.pop());
    while (!args.isEmpty() && isPrior(args.peek())) {
      links.add(args.pop());
    }
    option.setValue(List.copyOf(links));
  }

  private boolean isPrior(String text) {
    return !text.startsWith("-") && PriorTree.parse(text, surroundings).isPresent();
  }
}
