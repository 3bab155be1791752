package dev.gitexport.cli;

import dev.gitexport.export.Damage;
import dev.gitexport.export.Export;
import dev.gitexport.export.ExportCatalog;
import dev.gitexport.export.ExportId;
import dev.gitexport.export.ExportVerifier;
import dev.gitexport.export.Exporter;
import dev.gitexport.export.Target;
import dev.gitexport.git.TreeSource;
import dev.gitexport.report.VerifyReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Read the exports again and compare them with what was exported.",
      "",
      "A damaged file is never linked from again. With --repair a new export is made of the current"
          + " one's revision and published; nothing is ever repaired in place."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gitexport verify --volume /srv/volume web/shop",
      "  gitexport verify --volume /srv/volume web/shop --repair --repository /srv/shop.git"
    })
final class VerifyCommand implements Callable<Integer> {

  @Mixin private final VolumeOptions volume;

  @Option(
      names = "--export",
      paramLabel = "EXPORT",
      description = "Only this one: an id, a commit's first digits, or 'previous' (default: all).")
  private String only = "";

  @Option(names = "--repair", description = "Make a new export when the current one is damaged.")
  private boolean repair;

  @Mixin private final GitOptions git;
  @Mixin private final Output output = new Output();

  @Parameters(
      arity = "0..1",
      paramLabel = VolumeOptions.TARGET_LABEL,
      description = "Target on the volume (default: the only one).")
  private String name = "";

  private final Surroundings surroundings;

  VerifyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.volume = new VolumeOptions(surroundings);
    this.git = new GitOptions(surroundings);
  }

  @Override
  public Integer call() {
    Target target = volume.target(name);
    ExportCatalog catalog = ExportCatalog.read(target);
    List<Export> exports = only.isEmpty() ? catalog.exports() : List.of(catalog.find(only));
    List<VerifyReport.Line> lines = new ArrayList<>();
    try (Progress progress = new Progress(output, surroundings)) {
      for (Export export : exports) {
        boolean current = catalog.current().equals(Optional.of(export.id()));
        lines.add(verify(target, export, repair && current, progress));
      }
    }
    VerifyReport report = new VerifyReport(target.path(), lines);
    output.print(report, () -> text(report));
    return (report.isGood() ? ExitCode.OK : ExitCode.VOLUME_FAILED).number();
  }

  private VerifyReport.Line verify(Target target, Export export, boolean mend, Progress progress) {
    List<Damage> damage =
        new ExportVerifier(surroundings.clock(), progress).verify(target, export.id());
    String repairedBy = damage.isEmpty() || !mend ? "" : repaired(target, export, progress).text();
    return new VerifyReport.Line(
        export.id().text(), damage.stream().map(VerifyReport.DamagedPath::of).toList(), repairedBy);
  }

  private ExportId repaired(Target target, Export export, Progress progress) {
    try (TreeSource source = git.open(List.of(ExportedTree.treeish(export)))) {
      return new Exporter(surroundings.clock(), progress)
          .repair(target, ExportedTree.of(export, source), source)
          .current()
          .id();
    }
  }

  private static String text(VerifyReport report) {
    StringBuilder text = new StringBuilder();
    for (VerifyReport.Line line : report.exports()) {
      text.append("%s  %s%n".formatted(line.export(), verdict(line)));
      line.damage()
          .forEach(damage -> text.append("  %s: %s%n".formatted(damage.path(), damage.what())));
    }
    return text.toString();
  }

  private static String verdict(VerifyReport.Line line) {
    if (line.damage().isEmpty()) {
      return "ok";
    }
    String damaged = "%d paths damaged".formatted(line.damage().size());
    return line.repairedBy().isEmpty() ? damaged : damaged + ", repaired by " + line.repairedBy();
  }
}
