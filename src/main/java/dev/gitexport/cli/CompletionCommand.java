package dev.gitexport.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Print a script for completion in bash and zsh.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(gitexport completion bash)",
      "  gitexport completion zsh > ~/.gitexport-completion && . ~/.gitexport-completion"
    })
final class CompletionCommand implements Callable<Integer> {

  /// One script serves both: in zsh it loads bash's completion itself.
  enum Shell {
    BASH,
    ZSH
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "SHELL",
      description = "bash or zsh (default: bash; one script serves both).")
  private Shell shell = Shell.BASH;

  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    String script =
        switch (shell) {
          case BASH, ZSH -> AutoComplete.bash("gitexport", output.command().root().commandLine());
        };
    output.out().println(script);
    output.out().flush();
    return ExitCode.OK.number();
  }
}
