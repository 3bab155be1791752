package dev.gitexport.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.GC;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/// Care for one store. Nothing here needs the remote.
public final class StoreMaintenance {

  /// git's own grace for objects that nothing reaches: a reader may still hold them.
  public static final Duration DEFAULT_GRACE = Duration.ofDays(14);

  /// JGit's own grace for a pack whose objects were packed anew.
  private static final Duration PACK_GRACE = Duration.ofHours(1);

  private final StoreDirectory directory;
  private final Clock clock;

  StoreMaintenance(StoreDirectory directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /// Whether anything was ever fetched into it.
  public boolean exists() {
    return directory.exists();
  }

  /// Counts while others may write; then it is close, not exact.
  public StoreStatistics statistics() {
    try (Repository repository = directory.open()) {
      Path objects = directory.path().resolve("objects");
      long packBytes = 0;
      long packedObjects = 0;
      int deepest = 0;
      for (Path pack : directory.packs()) {
        packBytes += Files.size(pack);
        packedObjects += PackIndex.open(StoreVerification.index(pack).toFile()).getObjectCount();
        deepest = Math.max(deepest, DeltaChains.deepest(pack));
      }
      var loose = StoreVerification.looseObjects(objects);
      long looseBytes = 0;
      for (var id : loose) {
        looseBytes += Files.size(directory.looseObject(id));
      }
      int refs = repository.getRefDatabase().getRefsByPrefix(Constants.R_REFS).size();
      return new StoreStatistics(
          directory.packs().size(),
          packBytes,
          packedObjects,
          loose.size(),
          looseBytes,
          refs,
          deepest);
    } catch (IOException e) {
      throw failed("count the objects of", e);
    }
  }

  /// Packs everything that refs reach into one pack and deletes what nothing reached for the time
  /// of grace. Never while a fetch runs.
  ///
  /// @throws GitException.RepositoryUnreachable when a fetch does not end by the deadline
  public void gc(Duration grace, Deadline deadline) {
    try (StoreLock _ = directory.lock(deadline)) {
      directory.prepare();
      try (FileRepository repository = directory.open()) {
        var collector = new GC(repository);
        collector.setExpire(clock.instant().minus(grace));
        collector.setPackExpire(clock.instant().minus(min(grace, PACK_GRACE)));
        collector.gc().get();
      }
    } catch (IOException | ParseException | GitAPIException | ExecutionException e) {
      throw failed("collect garbage in", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("collect garbage in", e);
    }
  }

  private static Duration min(Duration left, Duration right) {
    return left.compareTo(right) < 0 ? left : right;
  }

  /// Reads everything again. What is damaged stays where it is; see [ObjectStore#repair].
  public Verification verify(Deadline deadline) {
    try (StoreLock _ = directory.lock(deadline)) {
      return new StoreVerification(directory).run();
    } catch (UnusableViewException e) {
      throw e.asFailure(directory);
    } catch (IOException e) {
      throw failed("verify", e);
    }
  }

  private GitException.StoreCorrupt failed(String what, Exception e) {
    return new GitException.StoreCorrupt(
        "Could not %s the store %s: %s. Repair it, and fetch again."
            .formatted(what, directory.path(), e),
        e);
  }
}
