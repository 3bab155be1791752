package dev.gitexport.cli;

import dev.gitexport.export.ExportCatalog;
import dev.gitexport.export.Target;
import dev.gitexport.report.HistoryReport;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = "Tell what happened on a target, oldest first.",
    footerHeading = "%nExamples:%n",
    footer = "  gitexport history --volume /srv/volume web/shop")
final class HistoryCommand implements Callable<Integer> {

  @Mixin private final VolumeOptions volume;
  @Mixin private final Output output = new Output();

  @Parameters(
      arity = "0..1",
      paramLabel = VolumeOptions.TARGET_LABEL,
      description = "Target on the volume (default: the only one).")
  private String name = "";

  HistoryCommand(Surroundings surroundings) {
    this.volume = new VolumeOptions(surroundings);
  }

  @Override
  public Integer call() {
    Target target = volume.target(name);
    HistoryReport report = HistoryReport.of(target, ExportCatalog.read(target).history());
    output.print(report, () -> text(report));
    return ExitCode.OK.number();
  }

  /// Fractions of a second are for programs.
  private static String second(String time) {
    return Instant.parse(time).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String text(HistoryReport report) {
    TextTable table = new TextTable("TIME", "EVENT", "EXPORT", "REVISION");
    for (HistoryReport.Line line : report.history()) {
      table.row(second(line.at()), line.event(), line.export(), ShortRevision.of(line.revision()));
    }
    return table.toString();
  }
}
