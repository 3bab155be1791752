package dev.gitexport.sync;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.eclipse.jgit.lib.Repository;

/// One run over one folder.
///
/// @param name `name` or `namespace/name`, for messages and branches
/// @param folder the plain files
/// @param gitDirectory outside the folder, made when missing; the folder itself for a work tree
///   with its own `.git`
/// @param branch short name
/// @param released guards that this run does without
public record SyncRequest(
    String name,
    Path folder,
    Path gitDirectory,
    Upstream upstream,
    String branch,
    SyncSettings settings,
    Set<Guard> released) {

  public SyncRequest {
    folder = folder.toAbsolutePath().normalize();
    gitDirectory = gitDirectory.toAbsolutePath().normalize();
    released = Set.copyOf(released);
    if (!Repository.isValidRefName("refs/heads/" + branch)) {
      throw new IllegalArgumentException("'%s' is no name of a branch".formatted(branch));
    }
    settings.pushRefspec().checkFor(branch);
    if (!gitDirectory.equals(folder) && gitDirectory.startsWith(folder)) {
      throw new IllegalArgumentException(
          "the git directory %s lies in the folder %s; choose one outside"
              .formatted(gitDirectory, folder));
    }
  }

  /// Whether the folder is a work tree with its own `.git`.
  boolean isWorkTree() {
    return gitDirectory.equals(folder);
  }

  String ref() {
    return "refs/heads/" + branch;
  }

  /// The ref of the remote that the branch is pushed to.
  String pushRef() {
    return settings.pushRefspec().redirects() ? settings.pushRefspec().destination() : ref();
  }

  /// The same folder under another name.
  SyncRequest at(Path place) {
    return new SyncRequest(name, place, gitDirectory, upstream, branch, settings, released);
  }

  /// With all guards.
  public SyncRequest guarded() {
    return new SyncRequest(name, folder, gitDirectory, upstream, branch, settings, Set.of());
  }

  /// The same, waiting no longer than that for the remote.
  public SyncRequest within(Duration longest) {
    return settings.timeout().compareTo(longest) > 0 ? with(settings.withTimeout(longest)) : this;
  }

  public SyncRequest with(SyncSettings other) {
    return new SyncRequest(name, folder, gitDirectory, upstream, branch, other, released);
  }
}
