package dev.gitexport.cli;

import dev.gitexport.failure.InputException;
import dev.gitexport.git.Deadline;
import dev.gitexport.git.FolderOrigin;
import dev.gitexport.report.SyncReport;
import dev.gitexport.sync.FolderSync;
import dev.gitexport.sync.SyncOutcome;
import dev.gitexport.sync.SyncRequest;
import dev.gitexport.sync.SyncSettings;
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
  int open(Path folder, String url, String branch, String namespace, boolean keepHistory) {
    Upstream upstream = upstreams(namespace).at("URL", surroundings.workingDirectory(), url);
    SyncRequest request = request(folder, upstream, branch, keepHistory);
    if (!(upstream instanceof Upstream.At(var place, var within, _))) {
      throw new InputException.InvalidSpec("URL", "it names no repository", null);
    }
    var origin = new FolderOrigin(place, branch, within, keepHistory);
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
    return upstreams(origin(folder).namespace().name())
        .at(what, surroundings.workingDirectory(), url);
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
    SyncSettings settings = options.settings().withKeepHistory(keepHistory);
    Path place = surroundings.resolve(folder);
    String name = String.valueOf(place.getFileName());
    return Arguments.parse(
        "--branch",
        branch,
        text ->
            new SyncRequest(
                name, place, state(folder), upstream, text, settings, options.released()));
  }

  private Upstreams upstreams(String namespace) {
    return new Upstreams(surroundings, namespace);
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
