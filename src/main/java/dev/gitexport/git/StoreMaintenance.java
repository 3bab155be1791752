package dev.gitexport.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
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
      Instant now = clock.instant();
      collect(now.minus(grace), now.minus(min(grace, PACK_GRACE)));
    } catch (IOException e) {
      throw failed("collect garbage in", e);
    }
  }

  /// The same when the store has grown beyond a policy's thresholds. Then replaced packs go at
  /// once: a reader finds their objects in the new one.
  ///
  /// @return whether it was due
  /// @throws GitException.RepositoryUnreachable when a fetch does not end by the deadline
  public boolean gcIfDue(GcPolicy policy, Deadline deadline) {
    try {
      if (!isDue(policy)) {
        return false;
      }
      try (StoreLock _ = directory.lock(deadline)) {
        if (!isDue(policy)) {
          return false; // another did it while this one waited
        }
        Instant now = clock.instant();
        collect(now.minus(policy.grace()), now.plus(PACK_GRACE));
        Files.write(lastCollection(), new byte[0]);
        Files.setLastModifiedTime(lastCollection(), FileTime.from(now));
        return true;
      }
    } catch (IOException e) {
      throw failed("collect garbage in", e);
    }
  }

  /// Loose objects are what the last collection found unreached. They wait for their grace; to
  /// collect again before a day is over would only find the same ones.
  private boolean isDue(GcPolicy policy) throws IOException {
    if (!directory.exists()) {
      return false;
    }
    return policy.hasManyPacks(directory.packs().size())
        || (policy.hasManyLooseObjects(sampledLooseObjects()) && !isCollectedToday());
  }

  private boolean isCollectedToday() throws IOException {
    return Files.exists(lastCollection())
        && Files.getLastModifiedTime(lastCollection())
            .toInstant()
            .isAfter(clock.instant().minus(Duration.ofDays(1)));
  }

  private Path lastCollection() {
    return directory.path().resolve("gc.last");
  }

  private long sampledLooseObjects() throws IOException {
    Path sample = directory.path().resolve("objects").resolve("17");
    if (!Files.isDirectory(sample)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(sample)) {
      return files.count();
    }
  }

  /// Under the lock. A mark that a killed collection left would stop this one.
  private void collect(Instant expire, Instant packExpire) throws IOException {
    directory.prepare();
    Files.deleteIfExists(directory.path().resolve("gc.pid"));
    try (FileRepository repository = directory.open()) {
      var collector = new GC(repository);
      collector.setExpire(expire);
      collector.setPackExpire(packExpire);
      collector.gc().get();
    } catch (ParseException | GitAPIException | ExecutionException e) {
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
