package dev.gitexport.cli;

import dev.gitexport.git.Refspecs;
import dev.gitexport.report.FetchReport;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "fetch",
    mixinStandardHelpOptions = true,
    description = {
      "Fetch refs by git's refspecs, with their whole history, into the shared store.",
      "",
      "What resources with history: Full name later is then there already. A ref that would lose"
          + " commits is left as it was, and the exit code says so, unless its refspec has a '+'."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gitexport store fetch --repository file:///srv/shop.git --refspec '+refs/heads/*:refs/heads/*'",
      "  gitexport store fetch --repository file:///srv/shop.git --refspec 'refs/heads/*' --refspec '^refs/heads/wip*'"
    })
final class StoreFetchCommand implements Callable<Integer> {

  @Mixin private final StoredSource stored;

  @Option(
      names = "--refspec",
      required = true,
      paramLabel = "REFSPEC",
      description = "[+]SOURCE[:DESTINATION] or ^SOURCE; may be repeated.")
  private List<String> refspecs = List.of();

  @Mixin private final Output output = new Output();

  StoreFetchCommand(Surroundings surroundings) {
    this.stored = new StoredSource(surroundings);
  }

  @Override
  public Integer call() {
    Refspecs wanted = Arguments.parse("--refspec", "", _ -> Refspecs.parse(refspecs));
    FetchReport report = stored.fetch(wanted);
    output.print(report, () -> text(report));
    return (report.rejected() ? ExitCode.NOT_FAST_FORWARD : ExitCode.OK).number();
  }

  private static String text(FetchReport report) {
    StringBuilder text = new StringBuilder();
    for (FetchReport.Change ref : report.refs()) {
      text.append(
          "%-10s%s -> %s %s%n"
              .formatted(
                  ref.update().toLowerCase(Locale.ROOT),
                  ref.source(),
                  ref.ref(),
                  ref.after().substring(0, 12)));
    }
    return text.toString();
  }
}
