package dev.gitexport.export;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Compares a staged tree with its plan: the names in every directory, and every new file's type,
/// size, time and mode.
final class StagedCheck {

  private final ExportPlan plan;
  private final Path root;
  private final Permissions permissions;
  private final Map<String, List<String>> directoriesIn = new HashMap<>();

  StagedCheck(ExportPlan plan, Path root, Permissions permissions) {
    this.plan = plan;
    this.root = root;
    this.permissions = permissions;
    for (ExportPlan.Directory directory : plan.directories()) {
      String path = directory.path();
      int slash = path.lastIndexOf('/');
      if (!path.isEmpty()) {
        directoriesIn
            .computeIfAbsent(slash < 0 ? "" : path.substring(0, slash), _ -> new ArrayList<>())
            .add(path.substring(slash + 1));
      }
    }
  }

  /// @throws ExportException.VerifyFailed naming the first difference
  void run(List<StagedTree.NewFile> newFiles) {
    Workers.each(newFiles, () -> this::check);
    Workers.each(plan.directories(), () -> this::check);
  }

  private void check(StagedTree.NewFile file) {
    PosixFileAttributes found;
    try {
      found =
          Files.readAttributes(file.path(), PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw VolumeError.of("check the staged export", e);
    }
    int mode = permissions.fileMode(file.action().executable());
    if (!found.isRegularFile()
        || !Stamp.of(found).equals(file.action().stamp())
        || !found.permissions().equals(PosixModes.of(mode))) {
      throw new ExportException.VerifyFailed(
          "the volume did not keep '"
              + root.relativize(file.path())
              + "' as it was written (type, size, time or mode); check its mount options");
    }
  }

  private void check(ExportPlan.Directory directory) {
    Set<String> missing = expected(directory);
    try (DirectoryStream<Path> found = Files.newDirectoryStream(root.resolve(directory.path()))) {
      for (Path each : found) {
        String name = each.getFileName().toString();
        if (!missing.remove(name)) {
          throw new ExportException.VerifyFailed(
              "'" + directory.path() + "/" + name + "' came into the staged export from elsewhere");
        }
      }
    } catch (IOException e) {
      throw VolumeError.of("check the staged export", e);
    }
    if (!missing.isEmpty()) {
      throw new ExportException.VerifyFailed(
          "'" + directory.path() + "' lost " + missing + " while it was staged");
    }
  }

  private Set<String> expected(ExportPlan.Directory directory) {
    Set<String> names = new HashSet<>(directoriesIn.getOrDefault(directory.path(), List.of()));
    for (ExportPlan.Entry entry : directory.entries()) {
      names.add(entry.name());
    }
    return names;
  }
}
