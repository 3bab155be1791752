package dev.gitexport.cli;

import dev.gitexport.failure.InputException;
import dev.gitexport.git.Deadline;
import dev.gitexport.git.FolderOrigin;
import dev.gitexport.report.SyncReport;
import dev.gitexport.sync.FolderSync;
import dev.gitexport.sync.SyncOutcome;
import dev.gitexport.sync.SyncRequest;
import dev.gitexport.sync.Upstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiFunction;
import picocli.CommandLine.Mixin;

/// The folder that `open` made and the other commands work on, and what all of them share.
final class OpenedFolder {

  @Mixin private final StateDirectoryOption states;
  @Mixin private final SyncOptions options;
  @Mixin private final Output output = new Output();

  private final Surroundings surroundings;

  OpenedFolder(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.states = new StateDirectoryOption(surroundings);
    this.options = new SyncOptions(surroundings);
  }

  /// Makes the folder and fills it from the branch.
  ///
  /// @param url of the repository, or a path
  int open(Path folder, String url, BranchOptions branch) {
    Upstream upstream = at("URL", url, branch.namespace());
    SyncRequest request = request(folder, upstream, branch.branch(), branch.keepHistory());
    if (!(upstream instanceof Upstream.At(var place, var within, _))) {
      throw new InputException.InvalidSpec("URL", "it names no repository", null);
    }
    var origin = new FolderOrigin(place, branch.branch(), within, branch.keepHistory());
    SyncOutcome outcome =
        new FolderSync(surroundings.clock())
            .open(request, () -> origin.write(request.gitDirectory(), deadline(request)));
    return print(SyncReport.of(request.folder(), outcome));
  }

  /// @param work what is done with it
  int run(Path folder, BiFunction<FolderSync, SyncRequest, SyncOutcome> work) {
    SyncRequest request = request(folder);
    SyncOutcome outcome = work.apply(new FolderSync(surroundings.clock()), request);
    return print(SyncReport.of(request.folder(), outcome));
  }

  int close(Path folder, boolean discard) {
    SyncRequest request = request(folder);
    new FolderSync(surroundings.clock()).close(request, discard);
    return print(SyncReport.closed(request.folder()));
  }

  Upstream at(Path folder, String what, String url) {
    return at(what, url, origin(folder).namespace().name());
  }

  private Upstream at(String what, String url, String namespace) {
    return new Upstreams(surroundings).at(what, surroundings.workingDirectory(), url, namespace);
  }

  private SyncRequest request(Path folder) {
    FolderOrigin origin = origin(folder);
    Upstream upstream = at(folder, "the folder's origin", origin.url());
    return request(folder, upstream, origin.branch(), origin.keepHistory());
  }

  private FolderOrigin origin(Path folder) {
    Path state = state(folder);
    if (!Files.exists(state)) {
      throw new InputException.InvalidSpec(
          "DIR",
          "%s was not opened here; open it with 'gitexport open URL %s'"
              .formatted(surroundings.resolve(folder), folder),
          null);
    }
    return FolderOrigin.read(state);
  }

  private SyncRequest request(Path folder, Upstream upstream, String branch, boolean keepHistory) {
    return options.request(
        surroundings.resolve(folder),
        state(folder),
        upstream,
        branch,
        options.settings().withKeepHistory(keepHistory));
  }

  private Deadline deadline(SyncRequest request) {
    return Deadline.in(surroundings.clock(), request.settings().timeout());
  }

  private Path state(Path folder) {
    return states.directory(surroundings.resolve(folder), "open");
  }

  private int print(SyncReport report) {
    output.print(report, () -> SyncText.of(report));
    return (report.conflicts().isEmpty() ? ExitCode.OK : ExitCode.SYNC).number();
  }
}
