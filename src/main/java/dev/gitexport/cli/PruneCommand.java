package dev.gitexport.cli;

import dev.gitexport.api.v1alpha1.GoDuration;
import dev.gitexport.export.Export;
import dev.gitexport.export.ExportCatalog;
import dev.gitexport.export.ExportId;
import dev.gitexport.export.ExportListener;
import dev.gitexport.export.Exporter;
import dev.gitexport.export.Owner;
import dev.gitexport.export.Pin;
import dev.gitexport.export.Publication;
import dev.gitexport.export.Retention;
import dev.gitexport.export.Target;
import dev.gitexport.failure.InputException;
import dev.gitexport.report.PruneReport;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    description = {
      "Delete the exports that retention does not hold.",
      "",
      "What the link points to, what is pinned and what is younger than --min-age stays."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gitexport prune --volume /srv/volume web/shop --count 3 --dry-run",
      "  gitexport prune --volume /srv/volume web/shop --count 2 --min-age 1h --keep v1.0.0"
    })
final class PruneCommand implements Callable<Integer> {

  @Mixin private final VolumeOptions volume;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Published exports kept, the current one included (default: 5).")
  private int count = Retention.DEFAULT.count();

  @Option(
      names = "--min-age",
      paramLabel = "DURATION",
      description = "A superseded export stays at least as long (default: 10m).")
  private String minAge = "10m";

  @Option(
      names = "--max-age",
      paramLabel = "DURATION",
      description = "A superseded export stays at most as long (default: no limit).")
  private String maxAge = "";

  @Option(
      names = "--keep",
      paramLabel = "NAME",
      description = "Never pruned: an export id, a commit or the name it was exported by.")
  private Set<String> keep = Set.of();

  @Option(names = "--dry-run", description = "Only say what would be pruned.")
  private boolean dryRun;

  @Mixin private final Output output = new Output();

  @Parameters(
      arity = "0..1",
      paramLabel = VolumeOptions.TARGET_LABEL,
      description = "Target on the volume (default: the only one).")
  private String name = "";

  private final Surroundings surroundings;

  PruneCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.volume = new VolumeOptions(surroundings);
  }

  @Override
  public Integer call() {
    Target target = volume.target(name);
    ExportCatalog catalog = ExportCatalog.read(target);
    Publication publication =
        new Publication(target, owner(target, catalog), catalog.link(), Pin.NONE, retention());
    Set<ExportId> free = free(catalog, publication.retention());
    List<ExportId> pruned =
        dryRun
            ? free.stream().sorted().toList()
            : new Exporter(surroundings.clock(), ExportListener.NONE).prune(publication, free);
    PruneReport report =
        new PruneReport(target.path(), pruned.stream().map(ExportId::text).toList(), dryRun);
    output.print(report, () -> text(report));
    return ExitCode.OK.number();
  }

  private Set<ExportId> free(ExportCatalog catalog, Retention retention) {
    var holds =
        retention.holds(
            catalog.exports(), catalog.current(), catalog.pinned(), surroundings.clock().instant());
    return catalog.exports().stream()
        .map(Export::id)
        .filter(id -> holds.getOrDefault(id, List.of()).isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private Retention retention() {
    return Arguments.parse(
        "retention",
        "",
        _ ->
            new Retention(
                count,
                duration("--min-age", minAge),
                maxAge.isEmpty() ? Retention.FOREVER : duration("--max-age", maxAge),
                keep));
  }

  private static Duration duration(String option, String text) {
    return Arguments.parse(option, text, GoDuration::new).toDuration();
  }

  private static Owner owner(Target target, ExportCatalog catalog) {
    return catalog
        .owner()
        .orElseThrow(() ->
            new InputException.InvalidSpec(
                target.path(), "it has no owner. Adopt it with 'gitexport adopt' first.", null));
  }

  private static String text(PruneReport report) {
    String verb = report.dryRun() ? "would prune" : "pruned";
    return report.pruned().isEmpty()
        ? "%s: nothing to prune%n".formatted(report.target())
        : report.pruned().stream()
            .map(id -> "%s: %s exports/%s%n".formatted(report.target(), verb, id))
            .collect(Collectors.joining());
  }
}
