package dev.gitexport.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.GC;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.pack.PackConfig;

/// One garbage collection: what refs reach goes into one pack, what they do not into a cruft pack
/// until its grace is over, and then the packs before go. Killed at any step, it leaves every
/// object in one pack at least. Who reads meanwhile finds his objects in the new packs.
final class StoreCollection {

  /// No pack is old enough for JGit to delete it: it would make files of what nothing reaches.
  private static final Instant NEVER = Instant.EPOCH;

  /// git's own limit: reading the last of a chain reads all of it.
  private static final int DEEPEST = 50;

  private final StoreDirectory directory;
  private final Instant now;
  private final Duration grace;

  StoreCollection(StoreDirectory directory, Instant now, Duration grace) {
    this.directory = directory;
    this.now = now;
    this.grace = grace;
  }

  /// Under the lock.
  void run() throws IOException {
    directory.prepare();
    // A mark that a killed collection left would stop this one.
    Files.deleteIfExists(directory.path().resolve("gc.pid"));
    try (FileRepository repository = directory.open()) {
      forgetUnreachedEnds(repository);
      List<Path> old = new ArrayList<>(directory.packs());
      List<Path> packed = pack(repository);
      if (packed.isEmpty() && !repository.getRefDatabase().getRefs().isEmpty()) {
        // Another program began one just now: JGit leaves everything to it.
        return;
      }
      old.removeAll(packed);
      keepUnreached(repository, old, packed).ifPresent(old::remove);
      for (Path pack : old) {
        directory.deletePack(pack);
      }
    }
  }

  /// Where history ends is told to every server that is asked for more: only where it matters.
  private static void forgetUnreachedEnds(Repository repository) throws IOException {
    Set<ObjectId> ends = repository.getObjectDatabase().getShallowCommits();
    var reached = new HashSet<ObjectId>();
    try (var walk = new RevWalk(repository)) {
      walk.setRetainBody(false);
      for (Ref ref : repository.getRefDatabase().getRefs()) {
        RevObject tip = walk.peel(walk.parseAny(ref.getObjectId()));
        if (!ends.isEmpty() && tip instanceof RevCommit commit) {
          walk.markStart(commit);
        }
      }
      for (RevCommit commit : walk) {
        if (ends.contains(commit)) {
          reached.add(commit.copy());
        }
      }
    }
    if (reached.size() < ends.size()) {
      repository.getObjectDatabase().setShallowCommits(reached);
    }
  }

  private List<Path> pack(FileRepository repository) throws IOException {
    try {
      var collector = new GC(repository);
      collector.setPackConfig(config(repository));
      collector.setExpire(now.minus(grace));
      collector.setPackExpire(NEVER);
      var packed = new ArrayList<Path>();
      for (Pack pack : collector.gc().get()) {
        packed.add(directory.pack(pack.getPackFile().getName()));
      }
      return packed;
    } catch (ParseException | GitAPIException | ExecutionException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /// Every fetch brings deltas against what the fetch before brought: taken over as they are, their
  /// chains would grow by one with each. JGit cuts them, and may hang others on what it cut.
  private static PackConfig config(Repository repository) {
    var config = new PackConfig(repository);
    config.setSinglePack(true);
    config.setCutDeltaChains(true);
    config.setMaxDeltaDepth(DEEPEST / 2);
    config.setBuildBitmaps(false);
    return config;
  }

  private Optional<Path> keepUnreached(FileRepository repository, List<Path> old, List<Path> packed)
      throws IOException {
    var reached = new ArrayList<PackIndex>();
    for (Path pack : packed) {
      reached.add(PackIndex.open(StoreVerification.index(pack).toFile()));
    }
    var unreached = new TreeMap<ObjectId, Instant>();
    for (Path pack : old) {
      for (Map.Entry<ObjectId, Instant> object : CruftPack.times(pack, now).entrySet()) {
        if (object.getValue().isAfter(now.minus(grace))
            && reached.stream().noneMatch(index -> index.hasObject(object.getKey()))) {
          unreached.merge(object.getKey(), object.getValue(), StoreCollection::later);
        }
      }
    }
    return unreached.isEmpty()
        ? Optional.empty()
        : Optional.of(new CruftPack(directory.packDirectory(), repository).write(unreached));
  }

  private static Instant later(Instant left, Instant right) {
    return left.isAfter(right) ? left : right;
  }
}
