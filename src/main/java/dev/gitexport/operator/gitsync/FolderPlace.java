package dev.gitexport.operator.gitsync;

import dev.gitexport.export.ExportException;
import dev.gitexport.sync.SyncException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a resource's folder and its state are on the shared volume.
///
/// @param volume where it is mounted
/// @param namespace of the resource
/// @param name of the resource
/// @param path of the folder below the directory of the namespace
public record FolderPlace(Path volume, String namespace, String name, String path) {

  static final String STATES = ".gitsync";
  private static final String TARGET_STATE = ".gitexport";
  private static final String SHARED = "shared";

  public FolderPlace {
    volume = volume.toAbsolutePath().normalize();
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.startsWith(".") || part.indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "'%s' is no path of a folder: names separated by '/', none empty or with a leading dot"
                .formatted(path));
      }
    }
  }

  Path tenant() {
    return volume.resolve(namespace);
  }

  Path folder() {
    return tenant().resolve(path);
  }

  /// Where the state of all folders of the namespace is.
  Path states() {
    return tenant().resolve(STATES);
  }

  Path state() {
    return states().resolve(name);
  }

  Path repository() {
    return state().resolve("repo.git");
  }

  /// Whether the folders have a path in common.
  boolean overlaps(String other) {
    return (path + "/").startsWith(other + "/") || (other + "/").startsWith(path + "/");
  }

  /// Sees that the folder may be there: not through a symlink, which whoever may write to a
  /// directory above it could lead to somebody else's files, and not in what a GitExport makes.
  ///
  /// @return the GitExport whose target the folder lies in and that is not there yet, if so
  /// @throws ExportException.PathNotOwned when it must not be there
  Optional<String> check() {
    if (!Files.isDirectory(volume)) {
      throw new SyncException.FolderFailed(
          "Could not look at %s: there is no volume. Mount it.".formatted(volume), null);
    }
    List<String> names = new ArrayList<>(List.of(path.split("/")));
    names.addFirst(namespace);
    Path at = volume;
    for (String part : names) {
      at = at.resolve(part);
      if (Files.exists(at, LinkOption.NOFOLLOW_LINKS)
          && !Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        throw new ExportException.PathNotOwned(
            "Could not use the folder %s: %s is no directory. Move it away, or use another path."
                .formatted(path, at));
      }
    }
    return target(names);
  }

  private Optional<String> target(List<String> names) {
    String export = names.get(1);
    boolean inShared = names.size() > 2 && names.get(2).equals(SHARED);
    boolean isTarget =
        Files.exists(tenant().resolve(export).resolve(TARGET_STATE), LinkOption.NOFOLLOW_LINKS);
    if (isTarget && !inShared) {
      throw new ExportException.PathNotOwned(
          "Could not use the folder %s: %s/%s is the target of a GitExport. Use %s/shared/… for what outlives its exports, or another path."
              .formatted(path, namespace, export, export));
    }
    return inShared && !isTarget ? Optional.of(export) : Optional.empty();
  }
}
