package dev.gitexport.export;

import dev.gitexport.export.FaultPoints.FaultPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The symlink that readers follow. It points to the old export or to the new one, and always to
/// one.
final class CurrentLink {

  private final ExportStore store;
  private final String name;
  private final Durability durability;
  private final FaultPoints faults;

  CurrentLink(ExportStore store, String name, Durability durability, FaultPoints faults) {
    this.store = store;
    this.name = name;
    this.durability = durability;
    this.faults = faults;
  }

  /// The export it points to; empty before the first flip.
  Optional<ExportId> read() throws IOException {
    return store.read(name);
  }

  /// @throws ExportException.CurrentNotASymlink when something else has its name
  void check() {
    Path path = store.link(name);
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(path)) {
      throw new ExportException.CurrentNotASymlink(
          path + " is not a symlink; move it away, or choose another name with publish.link");
    }
  }

  /// Points to a complete export, atomically and durably.
  void flip(ExportId id) throws IOException {
    check();
    Path temporary = store.link(ExportStore.unique(Recovery.LINK_PREFIX));
    Files.createSymbolicLink(temporary, ExportStore.linkTarget(id));
    faults.reached(FaultPoint.LINK_MADE);
    if (!store.isComplete(id)) { // looked at now that the new link holds it, see Withdrawal
      Files.deleteIfExists(temporary);
      throw new ExportException.Locked(
          "the export " + id + " was pruned by another writer; try again when he is done");
    }
    Files.move(temporary, store.link(name), StandardCopyOption.ATOMIC_MOVE);
    faults.reached(FaultPoint.FLIPPED);
    durability.sync(store.target());
    faults.reached(FaultPoint.FLIP_SYNCED);
  }

  /// Removes a link of ours that had another name.
  void retire(String formerName) throws IOException {
    if (!formerName.equals(name) && store.read(formerName).isPresent()) {
      Files.deleteIfExists(store.link(formerName));
      durability.sync(store.target());
    }
  }

  /// Every export that some symlink in the target points to, as they are now.
  static Set<ExportId> referenced(ExportStore store) throws IOException {
    Set<ExportId> referenced = new HashSet<>();
    for (String name : ExportStore.names(store.target())) {
      store.read(name).ifPresent(referenced::add);
    }
    // A link in the making may have become the link after that was read: once more.
    for (String name : ExportStore.names(store.target())) {
      store.read(name).ifPresent(referenced::add);
    }
    return referenced;
  }
}
