package dev.gitexport.cli;

import dev.gitexport.failure.Failure;
import dev.gitexport.failure.InputException;
import dev.gitexport.git.GitException;
import dev.gitexport.git.WorkTree;
import dev.gitexport.report.SyncReport;
import dev.gitexport.sync.FolderSync;
import dev.gitexport.sync.SyncException;
import dev.gitexport.sync.SyncRequest;
import dev.gitexport.sync.SyncSettings;
import dev.gitexport.sync.Upstream;
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
      "  gitexport sync --watch --quiet-period 5s ~/notes",
      "  gitexport sync --repository /srv/content.git --branch live /srv/content",
      "  gitexport sync --repository https://git.example.com/content.git --on-conflict ours /srv/content"
    })
final class SyncCommand implements Callable<Integer> {

  @Option(
      names = "--repository",
      paramLabel = "DIR|URL",
      description =
          "Keep one plain folder in step with this repository. A URL is fetched from and pushed to"
              + " with GITEXPORT_GIT_USERNAME and GITEXPORT_GIT_PASSWORD or GITEXPORT_GIT_TOKEN,"
              + " and the authorities of GITEXPORT_GIT_CA_FILE.")
  private String repository = "";

  @Option(
      names = "--branch",
      paramLabel = "BRANCH",
      description = "Its branch; made when it is missing (default: main).")
  private String branch = "main";

  @Option(
      names = "--git-namespace",
      paramLabel = "NS",
      description =
          "Read and write refs below refs/namespaces/NS/ of the remote (default: GIT_NAMESPACE,"
              + " else none).")
  private String namespace = "";

  @Option(
      names = "--keep-history",
      arity = "1",
      paramLabel = "true|false",
      description = "false: the branch is always one commit (default: true).")
  private boolean keepHistory = true;

  @Option(
      names = "--adopt",
      description = "Join a folder that has content with a branch that has content.")
  private boolean adopt;

  @Mixin private final StateDirectoryOption states;
  @Mixin private final SyncOptions options;
  @Mixin private final SyncWatchOptions watch = new SyncWatchOptions();
  @Mixin private final Output output = new Output();

  @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folders to commit and push.")
  private List<Path> folders = List.of();

  private final Surroundings surroundings;

  SyncCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.states = new StateDirectoryOption(surroundings);
    this.options = new SyncOptions(surroundings);
  }

  @Override
  public Integer call() {
    if (!repository.isEmpty() && folders.size() > 1) {
      throw new InputException.InvalidSpec(
          "DIR", "with --repository there is exactly one. Run the command for each.", null);
    }
    options.settings(); // what cannot be meant is said before anything is done
    var upstreams = new Upstreams(surroundings, namespace);
    List<Path> places = folders.stream().map(surroundings::resolve).toList();
    if (watch.isWatch()) {
      return new SyncWatch(watch, place -> sync(upstreams, place), this::print, Signals.install())
          .run(places);
    }
    List<SyncWatch.Done> done = places.stream().map(place -> sync(upstreams, place)).toList();
    List<SyncReport> reports = done.stream().map(SyncWatch.Done::report).toList();
    output.print(reports, () -> reports.stream().map(SyncText::of).collect(Collectors.joining()));
    return done.stream()
        .map(SyncWatch.Done::code)
        .filter(code -> code != ExitCode.OK.number())
        .reduce(ExitCode.OK.number(), (_, last) -> last);
  }

  private void print(SyncReport report) {
    output.print(report, () -> SyncText.of(report));
  }

  /// A folder that fails does not stop the others.
  private SyncWatch.Done sync(Upstreams upstreams, Path place) {
    try {
      SyncReport report =
          SyncReport.of(
              place, new FolderSync(surroundings.clock()).sync(request(upstreams, place)));
      ExitCode code = report.conflicts().isEmpty() ? ExitCode.OK : ExitCode.SYNC;
      return new SyncWatch.Done(report, Optional.empty(), code.number());
    } catch (SyncException | GitException | InputException e) {
      Failure failure = Failure.of(e);
      int code = ExitCode.of(failure.reason()).number();
      return new SyncWatch.Done(SyncReport.of(place, failure), Optional.of(failure), code);
    }
  }

  private SyncRequest request(Upstreams upstreams, Path folder) {
    return repository.isEmpty() ? ofWorkTree(upstreams, folder) : ofPlainFolder(upstreams, folder);
  }

  private SyncRequest ofWorkTree(Upstreams upstreams, Path folder) {
    WorkTree tree = WorkTree.read(folder);
    Upstream upstream =
        tree.origin().isEmpty()
            ? new Upstream.None()
            : upstreams.at("remote.origin.url of " + folder, folder, tree.origin());
    return request(folder, folder, upstream, tree.branch());
  }

  private SyncRequest ofPlainFolder(Upstreams upstreams, Path folder) {
    Upstream upstream = upstreams.at("--repository", surroundings.workingDirectory(), repository);
    return request(folder, states.directory(folder, repository, branch), upstream, branch);
  }

  private SyncRequest request(Path folder, Path state, Upstream upstream, String onBranch) {
    SyncSettings settings = options.settings().withAdopt(adopt).withKeepHistory(keepHistory);
    String name = String.valueOf(folder.getFileName());
    return Arguments.parse(
        "--branch",
        onBranch,
        text -> new SyncRequest(name, folder, state, upstream, text, settings, options.released()));
  }
}
