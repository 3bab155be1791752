package dev.gitexport.export;

import dev.gitexport.files.Trash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// The directory beside a folder that its export is staged in: `.<folder>.gitexport-<pid>.<nonce>`.
/// One whose process is gone is swept by the next export to the same folder.
record FolderStaging(Path directory) {

  private static final String MARK = ".gitexport-";

  static FolderStaging beside(Path folder) throws IOException {
    String prefix = "." + folder.getFileName() + MARK;
    sweep(folder.resolveSibling(""), prefix);
    String name = ExportStore.unique(prefix + ProcessHandle.current().pid());
    return new FolderStaging(
        Files.createDirectory(
            folder.resolveSibling(name),
            PosixFilePermissions.asFileAttribute(PosixModes.of(0700))));
  }

  private static void sweep(Path parent, String prefix) throws IOException {
    for (String name : ExportStore.names(parent)) {
      if (name.startsWith(prefix) && !isAlive(name.substring(prefix.length()))) {
        try {
          // Renamed first: should its process live after all, in another container, then nothing
          // half-deleted gets the folder's name.
          String own = ExportStore.unique(prefix + ProcessHandle.current().pid());
          Path swept = parent.resolve(own);
          Files.move(parent.resolve(name), swept, StandardCopyOption.ATOMIC_MOVE);
          Trash.delete(swept);
        } catch (IOException _) {
          // Somebody else's, or in use: it does not concern this export.
        }
      }
    }
  }

  /// @param suffix the process id and the nonce
  private static boolean isAlive(String suffix) {
    int dot = suffix.indexOf('.');
    String pid = dot < 0 ? suffix : suffix.substring(0, dot);
    return !pid.matches("\\d{1,18}")
        || Optional.of(pid).map(Long::parseLong).flatMap(ProcessHandle::of).isPresent();
  }

  void discard() {
    try {
      Trash.delete(directory);
    } catch (IOException _) {
      // The failure that led here is the one to tell; the next export sweeps.
    }
  }
}
