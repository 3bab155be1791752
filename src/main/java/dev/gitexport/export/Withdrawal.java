package dev.gitexport.export;

import dev.gitexport.export.FaultPoints.FaultPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/// Takes an export out of use. Its manifest goes first, and only then the link is looked at; who
/// moves the link makes the new one first, and only then looks for the manifest. So of two writers
/// who do both at once, behind a lock that does not hold, at most one goes on, and the link never
/// points to what is being taken away.
final class Withdrawal {

  static final String MARK = ".withdrawn";

  private final ExportStore store;
  private final Durability durability;
  private final FaultPoints faults;

  Withdrawal(ExportStore store, Durability durability, FaultPoints faults) {
    this.store = store;
    this.durability = durability;
    this.faults = faults;
  }

  /// Moves an export to the trash; false when something holds it, or another writer was faster.
  boolean withdraw(ExportId id) throws IOException {
    faults.reached(FaultPoint.PRUNE_MARK);
    if (!moved(store.index(id), mark(id))) {
      return false;
    }
    faults.reached(FaultPoint.PRUNE_MARKED);
    return finish(id);
  }

  /// Ends what a dead run began: gives a held export its manifest back, and throws away the others.
  /// A directory that never had a manifest is none of ours and stays.
  ///
  /// @param names in the directory of manifests
  void resume(List<String> names) throws IOException {
    for (String name : names) {
      Optional<ExportId> marked =
          name.endsWith(MARK)
              ? ExportId.parse(name.substring(0, name.length() - MARK.length()))
              : Optional.empty();
      if (marked.isPresent()) {
        finish(marked.get());
      }
    }
  }

  private boolean finish(ExportId id) throws IOException {
    if (isHeld(id)) {
      moved(mark(id), store.index(id));
      return false;
    }
    faults.reached(FaultPoint.PRUNE_TRASH);
    boolean gone = moved(store.export(id), trash(id));
    durability.sync(store.exports());
    faults.reached(FaultPoint.PRUNE_INDEX);
    Files.deleteIfExists(mark(id));
    Files.deleteIfExists(store.record(id));
    return gone;
  }

  private boolean isHeld(ExportId id) throws IOException {
    return CurrentLink.referenced(store).contains(id)
        || new Pins(store, durability).held().filter(id::equals).isPresent();
  }

  private Path mark(ExportId id) {
    return store.indexes().resolve(id.text() + MARK);
  }

  private Path trash(ExportId id) {
    return store.trash().resolve(ExportStore.unique(id.text()));
  }

  /// False when it is not there: another writer was faster.
  private static boolean moved(Path from, Path to) throws IOException {
    if (!Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (NoSuchFileException _) {
      return false;
    }
  }
}
