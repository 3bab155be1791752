package dev.gitexport.sync;

import dev.gitexport.files.Durable;
import dev.gitexport.git.Deadline;
import dev.gitexport.git.Push;
import dev.gitexport.git.SyncStore;
import dev.gitexport.sync.FaultPoints.FaultPoint;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;

/// One folder and the repository behind it, held for one run.
record Session(
    SyncRequest request, SyncStore store, Deadline deadline, Clock clock, FaultPoints faults)
    implements AutoCloseable {

  static Session open(SyncRequest request, Clock clock, FaultPoints faults) throws IOException {
    Session session = hold(request, clock, faults);
    boolean goesOn = false;
    try {
      goesOn = !new Closing(session).goOn();
    } finally {
      if (!goesOn) {
        session.close();
      }
    }
    return goesOn ? session : hold(request, clock, faults);
  }

  private static Session hold(SyncRequest request, Clock clock, FaultPoints faults) {
    Deadline deadline = Deadline.in(clock, request.settings().timeout());
    SyncStore store =
        request.isWorkTree()
            ? SyncStore.ofWorkTree(request.folder(), deadline)
            : SyncStore.own(request.gitDirectory(), deadline);
    return new Session(request, store, deadline, clock, faults);
  }

  Repository repository() {
    return store.repository();
  }

  SyncRefs refs() {
    return new SyncRefs(store, request, clock);
  }

  Commits commits() {
    return new Commits(repository(), request, clock);
  }

  Optional<Push> remote() {
    return remote(request.upstream());
  }

  Optional<Push> remote(Upstream upstream) {
    return switch (upstream) {
      case Upstream.None() -> Optional.empty();
      case Upstream.At at -> Optional.of(new Push(at.source(), at.access(), deadline));
    };
  }

  DirCache index() throws IOException {
    DirCache index = readIndex();
    if (index.hasUnmergedPaths()) {
      throw new SyncException.GuardTripped(
          "Could not commit %s: a merge is not finished there. Finish it with git, or abort it."
              .formatted(request.folder()));
    }
    return index;
  }

  private DirCache readIndex() throws IOException {
    try {
      return DirCache.read(store.index().toFile(), repository().getFS());
    } catch (CorruptObjectException | EOFException e) {
      if (request.isWorkTree()) {
        throw e;
      }
      // It was not yet on the disk when the power went: every file is read again.
      Files.delete(store.index());
      return DirCache.newInCore();
    }
  }

  /// The index of the last commit's tree.
  private void writeIndex(List<DirCacheEntry> entries) throws IOException {
    DirCache index = DirCache.lock(store.index().toFile(), repository().getFS());
    try {
      DirCacheBuilder builder = index.builder();
      entries.forEach(builder::add);
      builder.finish();
      index.write();
      if (!index.commit()) {
        throw new IOException("the index could not be renamed into place");
      }
    } finally {
      index.unlock();
    }
    Optional<ObjectId> head = refs().head();
    if (head.isPresent()) {
      seal().write(head.get());
    }
  }

  /// The folder as a commit, when it differs from the last one.
  Made commit() throws IOException {
    Guards guards = prepare();
    try (ObjectInserter inserter = repository().newObjectInserter()) {
      FolderScan.Found found = scan(inserter);
      return isLast(found)
          ? made(Changes.NONE, found)
          : made(commit(inserter, found.entries(), guards), found);
    }
  }

  /// The same, unless changes have to wait.
  Made commit(Predicate<Pending> mayCommit) throws IOException {
    prepare();
    try (var hashing = new Hashing()) {
      FolderScan.Found found = scan(hashing);
      if (isLast(found)) {
        return made(Changes.NONE, found);
      }
      Pending pending = Pending.of(commits().files(refs().head()), found.entries());
      if (!pending.changes().isEmpty() && !mayCommit.test(pending)) {
        return new Made(pending.changes(), found.heldBack(), true);
      }
    }
    return commit();
  }

  private Guards prepare() throws IOException {
    var guards = new Guards(request, mount());
    guards.checkFolder(refs().head().isPresent());
    if (!Files.isDirectory(request.folder())) {
      Files.createDirectories(request.folder());
      Durable.sync(request.folder().resolveSibling(""));
    }
    finishUpdate();
    return guards;
  }

  private MountRecord mount() {
    return new MountRecord(request.folder(), store.directory().resolve("gitsync-mount"));
  }

  private boolean isLast(FolderScan.Found found) throws IOException {
    return found.isIndex() && seal().holds(refs().head());
  }

  private Made made(Changes changes, FolderScan.Found found) throws IOException {
    new Leftovers(this).sweep(found.leftovers());
    if (!request.isWorkTree()) {
      mount().write();
    }
    return new Made(changes, found.heldBack(), false);
  }

  /// Whether the folder holds anything that the remote was not seen to have.
  boolean hasUnpushed() throws IOException {
    return !commit().heldBack().isEmpty() || !refs().isPushed();
  }

  private Changes commit(ObjectInserter inserter, List<DirCacheEntry> entries, Guards guards)
      throws IOException {
    DirCache fresh = DirCache.newInCore();
    DirCacheBuilder builder = fresh.builder();
    entries.forEach(builder::add);
    builder.finish();
    ObjectId tree = fresh.writeTree(inserter);
    inserter.flush();
    faults.reached(FaultPoint.OBJECTS_WRITTEN);
    Optional<ObjectId> head = refs().head();
    FlatTree before = commits().files(head);
    FlatTree after = FlatTree.of(repository(), tree);
    Changes changes = before.changesTo(after);
    guards.checkChange(before, after);
    if (!changes.isEmpty()) {
      List<ObjectId> parents =
          request.settings().keepHistory() ? head.stream().toList() : List.of();
      refs().moveHead(commits().write(tree, parents, commits().message(changes)));
      faults.reached(FaultPoint.COMMITTED);
    }
    writeIndex(entries);
    faults.reached(FaultPoint.INDEX_WRITTEN);
    return changes;
  }

  private IndexSeal seal() {
    return new IndexSeal(store.index(), store.directory().resolve("gitsync-seal"));
  }

  /// What the remote changed is no change of ours, where a run was killed in the middle of it.
  private void finishUpdate() throws IOException {
    Optional<ObjectId> target = refs().bringing();
    if (target.isPresent()) {
      bringTo(target.get());
      // Also where nothing was left to do: a later run would go back to it.
      refs().brought();
    }
  }

  /// @param waits the changes are in no commit yet
  record Made(Changes changes, List<HeldBack> heldBack, boolean waits) {}

  private FolderScan.Found scan(ObjectInserter inserter) throws IOException {
    var time = new FolderClock(request.folder(), store.directory(), clock);
    var reading = new FileReading(inserter, request, time);
    Path exclude = store.directory().resolve("info/exclude");
    return new FolderScan(request, index(), reading)
        .run(IgnoreRules.of(request.settings().ignore(), exclude));
  }

  /// Brings the folder to a commit, then the branch, then the index.
  ///
  /// @return paths that hold what is not committed; then nothing was changed
  List<String> bringTo(ObjectId commit) throws IOException {
    if (refs().head().equals(Optional.of(commit)) && seal().holds(refs().head())) {
      return List.of();
    }
    FlatTree tree = commits().files(Optional.of(commit));
    DirCache index = index();
    var update = new FolderUpdate(request.folder(), repository(), index, faults);
    List<String> inTheWay = update.inTheWay(tree);
    if (inTheWay.isEmpty()) {
      refs().bring(commit);
      List<DirCacheEntry> entries = new ArrayList<>(update.run(tree));
      entries.removeIf(entry -> entry.getFileMode().equals(FileMode.MISSING));
      faults.reached(FaultPoint.FOLDER_UPDATED);
      refs().moveHead(commit);
      faults.reached(FaultPoint.BRANCH_MOVED);
      writeIndex(entries);
      faults.reached(FaultPoint.FOLDER_SEALED);
      refs().brought();
    }
    return inTheWay;
  }

  @Override
  public void close() {
    store.close();
  }
}
