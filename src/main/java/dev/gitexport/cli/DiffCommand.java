package dev.gitexport.cli;

import dev.gitexport.export.ExportCatalog;
import dev.gitexport.export.ExportId;
import dev.gitexport.export.Target;
import dev.gitexport.report.DiffReport;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Name the paths that differ between two exports.",
      "",
      "An export is named by its id, a commit's first digits, or 'previous'."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gitexport diff --volume /srv/volume previous 3f2c1a9",
      "  gitexport diff --volume /srv/volume web/shop 0d4e5f6 3f2c1a9 --output json"
    })
final class DiffCommand implements Callable<Integer> {

  @Mixin private final VolumeOptions volume;
  @Mixin private final Output output = new Output();

  @Parameters(
      arity = "2..3",
      hideParamSyntax = true,
      paramLabel = "[NAMESPACE/NAME] A B",
      description = "Target on the volume (default: the only one), and the two exports.")
  private List<String> arguments = List.of();

  DiffCommand(Surroundings surroundings) {
    this.volume = new VolumeOptions(surroundings);
  }

  @Override
  public Integer call() {
    TargetAndWords parsed = TargetAndWords.of(arguments, 2);
    Target target = volume.target(parsed.target());
    ExportCatalog catalog = ExportCatalog.read(target);
    ExportId from = catalog.find(parsed.words().getFirst()).id();
    ExportId to = catalog.find(parsed.words().getLast()).id();
    DiffReport report = DiffReport.of(target, from, to, catalog.diff(from, to));
    output.print(report, () -> text(report));
    return ExitCode.OK.number();
  }

  private static String text(DiffReport report) {
    return report.changes().stream()
        .map(line -> "%c %s%n".formatted(line.change().charAt(0), line.path()))
        .collect(Collectors.joining());
  }
}
