package dev.gitexport.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/// Care for one store. Nothing here needs the remote.
public final class StoreMaintenance {

  /// git's own grace for objects that nothing reaches: a reader may still hold them.
  public static final Duration DEFAULT_GRACE = Duration.ofDays(14);

  private final StoreDirectory directory;
  private final LfsObjects lfs;
  private final Clock clock;

  StoreMaintenance(StoreDirectory directory, LfsObjects lfs, Clock clock) {
    this.directory = directory;
    this.lfs = lfs;
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

  /// Packs everything that refs reach into one pack, the rest into another, and deletes what
  /// nothing reached for the time of grace, LFS objects too that nobody used. Never while a fetch
  /// runs; who reads reads on.
  ///
  /// @throws GitException.RepositoryUnreachable when a fetch does not end by the deadline
  public void gc(Duration grace, Deadline deadline) {
    try (StoreLock _ = directory.lock(deadline)) {
      new StoreCollection(directory, clock.instant(), grace).run();
      lfs.collect(clock.instant().minus(grace));
    } catch (IOException e) {
      throw failed("collect garbage in", e);
    }
  }

  /// The same when the store has grown beyond a policy's thresholds.
  ///
  /// @return whether it was due
  /// @throws GitException.RepositoryUnreachable when a fetch does not end by the deadline
  public boolean gcIfDue(GcPolicy policy, Deadline deadline) {
    try {
      lfs.collectDaily(clock.instant(), policy.grace());
      if (!isDue(policy)) {
        return false;
      }
      try (StoreLock _ = directory.lock(deadline)) {
        if (!isDue(policy)) {
          return false; // another did it while this one waited
        }
        Instant now = clock.instant();
        new StoreCollection(directory, now, policy.grace()).run();
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
