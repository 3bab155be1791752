package dev.gitexport.cli;

import dev.gitexport.failure.Failure;
import dev.gitexport.failure.InputException;
import dev.gitexport.git.Curfew;
import dev.gitexport.git.GitException;
import dev.gitexport.report.SyncReport;
import dev.gitexport.sync.FolderSync;
import dev.gitexport.sync.SyncException;
import dev.gitexport.sync.SyncOutcome;
import dev.gitexport.sync.WatchedFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "sync",
    mixinStandardHelpOptions = true,
    description = {
      "Commit what changed in folders, and push it.",
      "",
      "Each DIR is a git work tree with its own origin and branch; without an origin it is only"
          + " committed. With --repository and --branch it is one plain folder: absent or empty it"
          + " is filled from the branch, and its git state lies outside it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gitexport sync ~/notes ~/drawings",
      "  gitexport sync --watch --config ~/.config/gitexport/sync.yaml",
      "  gitexport sync --watch --quiet-period 5s ~/notes",
      "  gitexport sync --repository /srv/content.git --branch live /srv/content",
      "  gitexport sync --repository https://git.example.com/content.git --on-conflict ours /srv/content"
    })
final class SyncCommand implements Callable<Integer> {

  @Parameters(arity = "0..*", paramLabel = "DIR", description = "Folders to commit and push.")
  private List<Path> folders = List.of();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "YAML with a list 'folders': each has a 'path', relative to the file, and any option of a"
              + " folder by its name, as in 'quiet-period: 30s'. What is left out is as on the"
              + " command line.")
  private Path config = Path.of("");

  @Option(
      names = "--watch",
      description =
          "Go on until SIGTERM: commit and push when changes are heard of, at intervals, and at the"
              + " end, for which remotes have 20 s. SIGHUP: at once.")
  private boolean watch;

  @Mixin private final FolderOptions options;
  @Mixin private final StateDirectoryOption states;
  @Mixin private final Output output = new Output();

  private final Surroundings surroundings;
  private final Curfew curfew = new Curfew();

  SyncCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.states = new StateDirectoryOption(surroundings);
    this.options = new FolderOptions(surroundings);
  }

  @Override
  public Integer call() {
    List<SyncPlace> places = places(new Upstreams(surroundings));
    if (watch) {
      return new SyncWatch(new Engine(), this::print, output::note, Signals.install(this::endSoon))
          .run(places);
    }
    List<SyncWatch.Done> done =
        places.stream().map(place -> sync(place, Optional.empty())).toList();
    List<SyncReport> reports = done.stream().map(SyncWatch.Done::report).toList();
    output.print(reports, () -> reports.stream().map(SyncText::of).collect(Collectors.joining()));
    return done.stream()
        .map(SyncWatch.Done::code)
        .filter(code -> code != ExitCode.OK.number())
        .reduce(ExitCode.OK.number(), (_, last) -> last);
  }

  private List<SyncPlace> places(Upstreams upstreams) {
    boolean isConfigured = !config.toString().isEmpty();
    if (isConfigured == !folders.isEmpty()) {
      throw new InputException.InvalidSpec(
          "DIR", "name folders, or a file that lists them with --config", null);
    }
    if (options.isPlain() && folders.size() != 1) {
      throw new InputException.InvalidSpec(
          "DIR", "with --repository there is exactly one. Run the command for each.", null);
    }
    if (isConfigured) {
      return new SyncConfig(surroundings, upstreams, states, output.command()).read(config);
    }
    return folders.stream()
        .map(surroundings::resolve)
        .map(folder -> options.place(folder, surroundings.workingDirectory(), upstreams, states))
        .toList();
  }

  private void print(SyncReport report) {
    output.print(report, () -> SyncText.of(report));
  }

  private void endSoon() {
    curfew.in(surroundings.clock(), Signals.FOR_LAST_PUSHES);
  }

  private final class Engine implements SyncWatch.Work {
    @Override
    public SyncWatch.Done sync(SyncPlace place, Optional<WatchedFolder> awaited) {
      return SyncCommand.this.sync(place, awaited);
    }

    @Override
    public void keep(SyncPlace place) {
      try {
        new FolderSync(surroundings.clock(), curfew).keep(place.request().get());
      } catch (SyncException | GitException | InputException _) {
        // The folder has it.
      }
    }
  }

  /// A folder that fails does not stop the others.
  private SyncWatch.Done sync(SyncPlace place, Optional<WatchedFolder> awaited) {
    try {
      SyncOutcome outcome =
          new FolderSync(surroundings.clock(), curfew).sync(place.request().get(), awaited);
      SyncReport report = SyncReport.of(place.folder(), outcome);
      ExitCode code = report.conflicts().isEmpty() ? ExitCode.OK : ExitCode.SYNC;
      return new SyncWatch.Done(report, Optional.empty(), code.number());
    } catch (SyncException | GitException | InputException e) {
      Failure failure = Failure.of(e);
      int code = ExitCode.of(failure.reason()).number();
      return new SyncWatch.Done(SyncReport.of(place.folder(), failure), Optional.of(failure), code);
    }
  }
}
