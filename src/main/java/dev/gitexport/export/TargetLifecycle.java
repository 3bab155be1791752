package dev.gitexport.export;

import dev.gitexport.export.FaultPoints.FaultPoint;
import dev.gitexport.files.Trash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;

/// The rare events in a target's life: it changes hands, or it is deleted.
public final class TargetLifecycle {

  private final Environment environment;

  public TargetLifecycle(Clock clock, ExportListener listener) {
    this(Environment.of(clock, listener));
  }

  TargetLifecycle(Environment environment) {
    this.environment = environment;
  }

  /// Gives a target to another owner. Its exports stay and are published and linked from as ever.
  ///
  /// @param formerUid the uid in `owner.json`; empty when the directory has no owner, and then
  ///   whatever lies in it stays untouched
  /// @throws ExportException.PathNotOwned when it is somebody else's than `formerUid` says
  public void adopt(Target target, Owner owner, String formerUid) {
    Ownership ownership = new Ownership(target, environment.durability(), environment.faults());
    boolean damaged = ownership.isDamaged();
    String holder = damaged ? "" : ownership.read().map(Owner::uid).orElse("");
    if (!holder.equals(formerUid)) {
      throw new ExportException.PathNotOwned(
          "the target "
              + target.path()
              + (holder.isEmpty() ? " has no owner" : " belongs to uid " + holder)
              + "; name exactly that owner to take it over");
    }
    try {
      if (holder.isEmpty() && !damaged) {
        ownership.makeTarget();
        ownership.create(owner);
      } else {
        ownership.replace(owner);
      }
      ExportStore store = new ExportStore(target, environment.durability());
      store.makeDirectories();
      new HistoryLog(store)
          .append(new HistoryEntry(environment.clock().instant(), "adopt", "", owner.uid(), ""));
    } catch (IOException e) {
      throw VolumeError.of("adopt " + target.path(), e);
    }
  }

  /// Deletes a target with all its exports and shared directories. The owner file goes last, so
  /// that a deletion that was cut short can be taken up.
  ///
  /// @throws ExportException.PathNotOwned when it is somebody else's; nothing is deleted then
  public void delete(Publication publication) {
    Target target = publication.target();
    ExportStore store = new ExportStore(target, environment.durability());
    if (!Files.isDirectory(store.state(), LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    new Ownership(target, environment.durability(), environment.faults())
        .confirm(publication.owner());
    try (TargetLock _ = TargetLock.acquire(store.lockFile())) {
      deleteAll(store, publication.link());
    } catch (NoSuchFileException _) {
      // Deleted by somebody else meanwhile, which is what was wanted.
    } catch (IOException e) {
      throw VolumeError.of("delete " + target.path(), e);
    }
  }

  private void deleteAll(ExportStore store, String link) throws IOException {
    Files.deleteIfExists(store.link(link));
    environment.durability().sync(store.target());
    // All at once and first of all, so that nobody takes up an export that is half deleted.
    environment.faults().reached(FaultPoint.DELETE);
    store.makeDirectories();
    Path thrown = store.trash().resolve(ExportStore.unique("exports"));
    Files.move(store.exports(), thrown, StandardCopyOption.ATOMIC_MOVE);
    environment.durability().sync(store.target());
    deleteBelow(store.target(), store.state());
    deleteBelow(store.state(), store.ownerFile());
    environment.faults().reached(FaultPoint.DELETE);
    Files.delete(store.ownerFile());
    Files.delete(store.state());
    Files.delete(store.target());
  }

  private void deleteBelow(Path directory, Path spared) throws IOException {
    for (String name : ExportStore.names(directory)) {
      if (!directory.resolve(name).equals(spared)) {
        environment.faults().reached(FaultPoint.DELETE);
        Trash.delete(directory.resolve(name));
      }
    }
  }
}
