package dev.gitexport.sync;

import java.io.IOException;
import java.nio.file.Path;
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
/// @param base a directory at or above the folder; no symlink on the way from it to the folder is
///   followed, not even one that comes there in the middle of a run
public record SyncRequest(
    String name,
    Path folder,
    Path gitDirectory,
    Upstream upstream,
    String branch,
    SyncSettings settings,
    Set<Guard> released,
    Path base) {

  public SyncRequest {
    folder = folder.toAbsolutePath().normalize();
    base = base.toAbsolutePath().normalize();
    if (!folder.startsWith(base)) {
      throw new IllegalArgumentException("%s is not below %s".formatted(folder, base));
    }
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

  /// A folder whose own path may be a symlink, or lead through some.
  public SyncRequest(
      String name,
      Path folder,
      Path gitDirectory,
      Upstream upstream,
      String branch,
      SyncSettings settings,
      Set<Guard> released) {
    this(name, folder, gitDirectory, upstream, branch, settings, released, folder);
  }

  /// The same, reached from there without following a symlink.
  public SyncRequest below(Path directory) {
    return new SyncRequest(
        name, folder, gitDirectory, upstream, branch, settings, released, directory);
  }

  /// The folder, held open.
  ///
  /// @param make what is missing below the base
  HeldDirectory hold(boolean make) throws IOException {
    return HeldDirectory.open(base, base.relativize(folder).toString(), make);
  }

  /// The directory that the folder is in, held open.
  HeldDirectory holdParent() throws IOException {
    Path parent = folder.resolveSibling("");
    return base.equals(folder)
        ? HeldDirectory.open(parent, "", false)
        : HeldDirectory.open(base, base.relativize(parent).toString(), false);
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
    Path from = base.equals(folder) ? place : base;
    return new SyncRequest(name, place, gitDirectory, upstream, branch, settings, released, from);
  }

  /// With all guards.
  public SyncRequest guarded() {
    return new SyncRequest(name, folder, gitDirectory, upstream, branch, settings, Set.of(), base);
  }

  public SyncRequest with(SyncSettings other) {
    return new SyncRequest(name, folder, gitDirectory, upstream, branch, other, released, base);
  }
}
