package dev.gitexport.cli;

import dev.gitexport.report.StoreVerifyReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Read every object again and compare it with its id.",
    footerHeading = "%nExamples:%n",
    footer = "  gitexport store verify --repository file:///srv/shop.git")
final class StoreVerifyCommand implements Callable<Integer> {

  @Mixin private final StoredSource stored;
  @Mixin private final Output output = new Output();

  StoreVerifyCommand(Surroundings surroundings) {
    this.stored = new StoredSource(surroundings);
  }

  @Override
  public Integer call() {
    StoreVerifyReport report = StoreVerifyReport.of(stored.maintenance().verify(stored.deadline()));
    output.print(report, () -> text(report));
    return (report.sound() ? ExitCode.OK : ExitCode.STORE_CORRUPT).number();
  }

  private static String text(StoreVerifyReport report) {
    StringBuilder text = new StringBuilder(report.sound() ? "sound%n".formatted() : "");
    report.packs().forEach(pack -> text.append("damaged pack    %s%n".formatted(pack)));
    report.looseObjects().forEach(id -> text.append("damaged object  %s%n".formatted(id)));
    report.refs().forEach(ref -> text.append("damaged ref     %s%n".formatted(ref)));
    return text.toString();
  }
}
