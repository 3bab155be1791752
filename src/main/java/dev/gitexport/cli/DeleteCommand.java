package dev.gitexport.cli;

import dev.gitexport.export.ExportCatalog;
import dev.gitexport.export.ExportListener;
import dev.gitexport.export.Publication;
import dev.gitexport.export.TargetLifecycle;
import dev.gitexport.failure.InputException;
import dev.gitexport.git.Curfew;
import dev.gitexport.operator.gitexport.GitExportRequests;
import dev.gitexport.report.TargetReport;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    description = {
      "Do what the deletion of GitExport and GitSync resources does.",
      "",
      "With deletionPolicy: Delete the target goes with all its exports and shared directories, and a"
          + " folder once all of it is pushed; with Retain, the default, it stays as it is."
    },
    footerHeading = "%nExamples:%n",
    footer = "  gitexport delete -f website.yaml --volume /srv/volume")
final class DeleteCommand implements Callable<Integer> {

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE|DIR|-",
      description = "Manifests: a file, a directory's YAML and JSON files, or standard input.")
  private List<String> files = List.of();

  @Option(names = "--volume", required = true, paramLabel = "DIR", description = "The volume.")
  private Path volume = Path.of("");

  @Mixin private final Output output = new Output();

  private final Surroundings surroundings;

  DeleteCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    List<TargetReport> reports =
        new ManifestSource(files, surroundings, output::note, List.of())
            .read().stream()
                .sorted(Comparator.comparing(manifest -> manifest instanceof Manifest.Export))
                .map(this::delete)
                .toList();
    output.print(
        reports,
        () ->
            reports.stream()
                .map(report ->
                    "%s: %s%n".formatted(report.target(), report.result().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining()));
    return ExitCode.OK.number();
  }

  /// A folder in a target goes first.
  private TargetReport delete(Manifest manifest) {
    return switch (manifest) {
      case Manifest.Export export -> delete(export);
      case Manifest.Sync sync ->
          new TargetReport(
              LocalResource.label(sync.resource()),
              new LocalSyncs(surroundings, volume, new Curfew(), false, false).delete(sync));
    };
  }

  private TargetReport delete(Manifest.Export manifest) {
    Publication publication = publication(manifest);
    String target = publication.target().path();
    if (ExportCatalog.read(publication.target()).owner().isEmpty()) {
      return new TargetReport(target, "Absent");
    }
    return switch (manifest.resource().getSpec().deletionPolicy()) {
      case RETAIN -> new TargetReport(target, "Retained");
      case DELETE -> {
        new TargetLifecycle(surroundings.clock(), ExportListener.NONE).delete(publication);
        yield new TargetReport(target, "Deleted");
      }
    };
  }

  private Publication publication(Manifest.Export manifest) {
    try {
      return new GitExportRequests(surroundings.resolve(volume))
          .publication(manifest.resource(), LocalResource.owner(manifest.resource()));
    } catch (InputException.InvalidSpec e) {
      throw manifest.located(e);
    }
  }
}
