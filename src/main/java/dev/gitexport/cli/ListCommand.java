package dev.gitexport.cli;

import dev.gitexport.export.ExportCatalog;
import dev.gitexport.export.Target;
import dev.gitexport.report.ExportListReport;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "List the exports of a volume's targets.",
      "",
      "Newest first; an asterisk marks the one that the link points to."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gitexport list --volume /srv/volume",
      "  gitexport list --volume /srv/volume web/shop --output json"
    })
final class ListCommand implements Callable<Integer> {

  @Mixin private final VolumeOptions volume;
  @Mixin private final Output output = new Output();

  @Parameters(
      arity = "0..1",
      paramLabel = VolumeOptions.TARGET_LABEL,
      description = "Target on the volume (default: all).")
  private String name = "";

  ListCommand(Surroundings surroundings) {
    this.volume = new VolumeOptions(surroundings);
  }

  @Override
  public Integer call() {
    List<Target> targets = name.isEmpty() ? volume.targets() : List.of(volume.target(name));
    List<ExportListReport> reports =
        targets.stream()
            .map(target -> ExportListReport.of(target, ExportCatalog.read(target)))
            .toList();
    output.print(
        reports, () -> reports.stream().map(ListCommand::text).collect(Collectors.joining("\n")));
    return ExitCode.OK.number();
  }

  private static String text(ExportListReport report) {
    TextTable table =
        new TextTable("", "EXPORT", "REVISION", "PHASE", ">FILES", ">LINKED", ">WRITTEN", "NOTE");
    for (ExportListReport.Line line : report.exports()) {
      table.row(
          line.export().equals(report.current()) ? "*" : "",
          line.export(),
          ShortRevision.of(line.revision()),
          line.phase(),
          line.files(),
          line.linked(),
          new ByteCount(line.writtenBytes()),
          note(report, line));
    }
    return heading(report) + table;
  }

  private static String heading(ExportListReport report) {
    return report.current().isEmpty()
        ? "%s: nothing is published%n".formatted(report.target())
        : "%s: %s -> exports/%s%n".formatted(report.target(), report.link(), report.current());
  }

  private static String note(ExportListReport report, ExportListReport.Line line) {
    String pinned = line.export().equals(report.pinned()) ? "pinned" : "";
    String damaged =
        line.damaged().isEmpty() ? "" : "%d paths damaged".formatted(line.damaged().size());
    return pinned.isEmpty() || damaged.isEmpty() ? pinned + damaged : pinned + ", " + damaged;
  }
}
