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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
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

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description =
          "Where the git state of plain folders is (default: gitexport/sync below XDG_STATE_HOME,"
              + " else below ~/.local/state).")
  private Path stateDirectory = Path.of("");

  @Mixin private final SyncOptions options;
  @Mixin private final Output output = new Output();

  @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folders to commit and push.")
  private List<Path> folders = List.of();

  private final Surroundings surroundings;

  SyncCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.options = new SyncOptions(surroundings);
  }

  @Override
  public Integer call() {
    if (!repository.isEmpty() && folders.size() > 1) {
      throw new InputException.InvalidSpec(
          "DIR", "with --repository there is exactly one. Run the command for each.", null);
    }
    List<SyncReport> reports = new ArrayList<>();
    int code = ExitCode.OK.number();
    var upstreams = new Upstreams(surroundings, namespace);
    for (Path folder : folders) {
      Path place = surroundings.resolve(folder);
      try {
        reports.add(
            SyncReport.of(
                place, new FolderSync(surroundings.clock()).sync(request(upstreams, place))));
        code = reports.getLast().conflicts().isEmpty() ? code : ExitCode.SYNC.number();
      } catch (SyncException | GitException e) {
        Failure failure = Failure.of(e);
        reports.add(SyncReport.of(place, failure));
        code = ExitCode.of(failure.reason()).number();
      }
    }
    output.print(
        reports, () -> reports.stream().map(SyncCommand::text).collect(Collectors.joining()));
    return code;
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
    String key = folder + "\0" + repository + "\0" + branch;
    UUID id = UUID.nameUUIDFromBytes(key.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return request(folder, states().resolve(id + ".git"), upstream, branch);
  }

  private SyncRequest request(Path folder, Path state, Upstream upstream, String onBranch) {
    SyncSettings settings = options.settings().withAdopt(adopt).withKeepHistory(keepHistory);
    String name = String.valueOf(folder.getFileName());
    return Arguments.parse(
        "--branch",
        onBranch,
        text -> new SyncRequest(name, folder, state, upstream, text, settings, options.released()));
  }

  private Path states() {
    if (!stateDirectory.toString().isEmpty()) {
      return surroundings.resolve(stateDirectory);
    }
    String state = surroundings.variable("XDG_STATE_HOME");
    Path base =
        state.isEmpty()
            ? Path.of(surroundings.variable("HOME"), ".local", "state")
            : Path.of(state);
    return surroundings.resolve(base).resolve("gitexport").resolve("sync");
  }

  private static String text(SyncReport report) {
    StringBuilder text = new StringBuilder();
    text.append("%s: %s".formatted(report.folder(), report.result()));
    if (report.added() + report.modified() + report.deleted() > 0) {
      text.append(
          ", %d added, %d modified, %d deleted"
              .formatted(report.added(), report.modified(), report.deleted()));
    }
    text.append(
        report.message().isEmpty() ? "%n".formatted() : ". %s%n".formatted(report.message()));
    report.conflicts().forEach(path -> text.append("  both sides changed %s%n".formatted(path)));
    report.lost().forEach(ref -> text.append("  the losing side is kept in %s%n".formatted(ref)));
    report
        .heldBack()
        .forEach(held -> text.append("  held back %s: %s%n".formatted(held.path(), held.why())));
    return text.toString();
  }
}
