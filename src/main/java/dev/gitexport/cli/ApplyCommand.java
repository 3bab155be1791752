package dev.gitexport.cli;

import dev.gitexport.export.Exporter;
import dev.gitexport.git.Curfew;
import dev.gitexport.operator.gitexport.GitExportRequests;
import dev.gitexport.operator.gitexport.InProcessRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = {
      "Do on a volume what GitExport and GitSync manifests ask for.",
      "",
      "With --watch it goes on at each resource's interval, and when changes in a folder have been"
          + " quiet: the form for a sidecar. SIGHUP reconciles at once; SIGTERM commits what"
          + " changed in folders, pushes it if remotes answer within 20 s, and ends it. --output json and yaml print the resources with their status; a"
          + " resource that failed says why in its conditions. A folder's guards that the annotation"
          + " gitexport.dev/release released once are remembered in the status file."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gitexport apply -f website.yaml --volume /srv/volume",
      "  gitexport apply -f gitsync.yaml --volume /srv/volume --watch --status-file /run/status.json",
      "  gitexport apply -f examples --volume /tmp/volume --repository . --treeish HEAD~1",
      "  gitexport apply -f /etc/gitexport --volume /srv/volume --watch --status-file /run/status.json",
      "  kubectl get gitexports -A -o yaml | gitexport apply -f - --volume /tmp/volume"
    })
final class ApplyCommand implements Callable<Integer> {

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE|DIR|-",
      description = "Manifests: a file, a directory's YAML and JSON files, or standard input.")
  private List<String> files = List.of();

  @Option(
      names = "--volume",
      required = true,
      paramLabel = "DIR",
      description = "The volume. It holds NAMESPACE/NAME for each resource.")
  private Path volume = Path.of("");

  @Option(names = "--watch", description = "Go on at each resource's interval, until SIGTERM.")
  private boolean watch;

  @Option(
      names = "--status-file",
      paramLabel = "FILE",
      description = "Write the resources with their status there (JSON when it ends in .json).")
  private Path statusFile = Path.of("");

  @Option(
      names = "--repository",
      paramLabel = "DIR|URL",
      description = "Export from here instead of the manifests' repositories.")
  private String repository = "";

  @Option(
      names = "--treeish",
      paramLabel = "TREEISH",
      description = "Export this instead of the manifests' treeishes.")
  private String treeish = "";

  @Mixin private final StoreDirectoryOption stores;
  @Mixin private final Output output = new Output();

  private final Surroundings surroundings;

  ApplyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.stores = new StoreDirectoryOption(surroundings);
  }

  @Override
  public Integer call() {
    ManifestSource manifests = new ManifestSource(files, surroundings, output::note, statusFile());
    try (Progress progress = new Progress(output, surroundings)) {
      Exporter exporter = new Exporter(surroundings.clock(), progress);
      LocalExports exports =
          new LocalExports(
              new GitExportRequests(surroundings.resolve(volume)),
              new InProcessRunner(
                  exporter,
                  new ManifestRepositories(surroundings, stores, repository),
                  surroundings.clock()),
              surroundings.clock(),
              treeish);
      var curfew = new Curfew();
      LocalSyncs syncs =
          new LocalSyncs(surroundings, volume, curfew, watch, !statusFile().isEmpty());
      LocalReconciler reconciler = new LocalReconciler(exports, syncs);
      Round round = new Round(reconciler, report(progress));
      if (watch) {
        return new Watch(manifests, reconciler, round, surroundings)
            .run(Signals.install(() -> curfew.in(surroundings.clock(), Signals.FOR_LAST_PUSHES)));
      }
      return round.once(manifests.read());
    }
  }

  private RoundReport report(Progress progress) {
    return new RoundReport(output, progress, statusFile());
  }

  private List<StatusFile> statusFile() {
    return statusFile.toString().isEmpty()
        ? List.of()
        : List.of(new StatusFile(surroundings.resolve(statusFile)));
  }
}
