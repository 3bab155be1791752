package dev.gitexport.cli;

import dev.gitexport.git.WorkTree;
import dev.gitexport.sync.SyncRequest;
import dev.gitexport.sync.SyncSettings;
import dev.gitexport.sync.Upstream;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How one folder is kept in step: by options of the command, or by a file that has the same for
/// each of several.
final class FolderOptions {

  @Option(
      names = "--repository",
      paramLabel = "DIR|URL",
      description =
          "Keep one plain folder in step with this repository. A URL is fetched from and pushed to"
              + " with GITEXPORT_GIT_USERNAME and GITEXPORT_GIT_PASSWORD or GITEXPORT_GIT_TOKEN,"
              + " and the authorities of GITEXPORT_GIT_CA_FILE.")
  private String repository = "";

  @Option(
      names = "--adopt",
      description = "Join a folder that has content with a branch that has content.")
  private boolean adopt;

  @Mixin private final BranchOptions branch = new BranchOptions();
  @Mixin private final SyncOptions options;
  @Mixin private final WatchTimesOptions times = new WatchTimesOptions();

  FolderOptions(Surroundings surroundings) {
    this.options = new SyncOptions(surroundings);
  }

  boolean isPlain() {
    return !repository.isEmpty();
  }

  /// @param base of a relative repository
  /// @param states where the git state of plain folders is
  /// @throws dev.gitexport.failure.InputException.InvalidSpec for what cannot be meant
  SyncPlace place(Path folder, Path base, Upstreams upstreams, StateDirectoryOption states) {
    SyncSettings settings =
        options.settings().withAdopt(adopt).withKeepHistory(branch.keepHistory());
    if (isPlain()) {
      SyncRequest request = plain(folder, base, settings, upstreams, states);
      return new SyncPlace(folder, times.times(), () -> request);
    }
    return new SyncPlace(folder, times.times(), () -> workTree(folder, settings, upstreams));
  }

  private SyncRequest workTree(Path folder, SyncSettings settings, Upstreams upstreams) {
    WorkTree tree = WorkTree.at(folder);
    Upstream upstream =
        tree.origin().isEmpty()
            ? new Upstream.None()
            : upstreams.at(
                "remote.origin.url of " + folder, folder, tree.origin(), branch.namespace());
    return options.request(folder, folder, upstream, tree.branch(), settings);
  }

  private SyncRequest plain(
      Path folder,
      Path base,
      SyncSettings settings,
      Upstreams upstreams,
      StateDirectoryOption states) {
    Upstream upstream = upstreams.at("--repository", base, repository, branch.namespace());
    Path state = states.directory(folder, repository, branch.branch());
    return options.request(folder, state, upstream, branch.branch(), settings);
  }
}
