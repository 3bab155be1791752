package dev.gitexport.export;

import dev.gitexport.export.FaultPoints.FaultPoint;
import dev.gitexport.files.Trash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/// Clears away what a dead run left. A staging is renamed before it is deleted: should its writer
/// live after all, on another node behind a lock that did not hold, his own rename fails, and
/// nothing half-deleted ever gets a name.
final class Recovery {

  /// The only names of ours in the target that a run leaves when it dies.
  static final String LINK_PREFIX = ".current";

  private final Target target;
  private final ExportStore store;
  private final ExportListener listener;
  private final Durability durability;
  private final FaultPoints faults;

  Recovery(Target target, ExportStore store, Environment environment) {
    this.target = target;
    this.store = store;
    this.listener = environment.listener();
    this.durability = environment.durability();
    this.faults = environment.faults();
  }

  void run() throws IOException {
    for (String name : ExportStore.names(store.staging())) {
      faults.reached(FaultPoint.RECOVER_STAGING);
      throwAway(store.staging().resolve(name));
    }
    for (String name : ExportStore.names(store.state())) {
      if (name.startsWith(".") || name.startsWith(VolumeProbe.PREFIX + ".")) {
        throwAway(store.state().resolve(name));
      }
    }
    dropLinks();
    List<String> indexes = ExportStore.names(store.indexes());
    new Withdrawal(store, durability, faults).resume(indexes);
    emptyTrash();
    dropOrphans(store.indexes(), indexes, "");
    dropOrphans(store.records(), ExportStore.names(store.records()), ".json");
  }

  private void throwAway(Path path) throws IOException {
    try {
      Files.move(
          path,
          store.trash().resolve(ExportStore.unique(path.getFileName().toString())),
          StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException _) {
      // its writer was faster
    }
  }

  private void dropLinks() throws IOException {
    for (String name : ExportStore.names(store.target())) {
      Path path = store.target().resolve(name);
      if (name.startsWith(LINK_PREFIX + ".") && Files.isSymbolicLink(path)) {
        Files.deleteIfExists(path);
      }
    }
  }

  /// Deletes what was thrown away. What cannot be deleted yet is tried again by the next run.
  void emptyTrash() throws IOException {
    for (String name : ExportStore.names(store.trash())) {
      faults.reached(FaultPoint.RECOVER_TRASH);
      try {
        Trash.delete(store.trash().resolve(name));
      } catch (IOException e) {
        listener.pruneDelayed(target, VolumeError.reason(e));
      }
    }
  }

  /// Deletes manifests and records of exports that are neither there nor in the making.
  ///
  /// @param names in the directory
  private void dropOrphans(Path directory, List<String> names, String suffix) throws IOException {
    for (String name : names) {
      Optional<ExportId> id =
          name.endsWith(suffix)
              ? ExportId.parse(name.substring(0, name.length() - suffix.length()))
              : Optional.empty();
      boolean live = name.endsWith(Withdrawal.MARK); // since Withdrawal ended the dead ones
      if (!live && (id.isEmpty() || isOrphan(id.get()))) {
        faults.reached(FaultPoint.RECOVER_INDEX);
        Files.deleteIfExists(directory.resolve(name));
      }
    }
  }

  /// Looks for its staging after it was listed: a live writer has made that before. And once more
  /// for itself: that may have become it meanwhile.
  private boolean isOrphan(ExportId id) throws IOException {
    return !isNamed(id)
        && ExportStore.names(store.staging()).stream()
            .noneMatch(name -> name.startsWith(id.text() + "."))
        && !isNamed(id);
  }

  private boolean isNamed(ExportId id) {
    return Files.isDirectory(store.export(id), LinkOption.NOFOLLOW_LINKS);
  }
}
