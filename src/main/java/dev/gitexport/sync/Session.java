package dev.gitexport.sync;

import dev.gitexport.git.Deadline;
import dev.gitexport.git.Push;
import dev.gitexport.git.SyncStore;
import dev.gitexport.sync.FaultPoints.FaultPoint;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;

/// One folder and the repository behind it, held for one run.
record Session(
    SyncRequest request, SyncStore store, Deadline deadline, Clock clock, FaultPoints faults)
    implements AutoCloseable {

  static Session open(SyncRequest request, Deadline deadline, Clock clock, FaultPoints faults)
      throws IOException {
    Session session = hold(request, deadline, clock, faults);
    boolean goesOn = false;
    try {
      goesOn = !new Closing(session).goOn();
    } finally {
      if (!goesOn) {
        session.close();
      }
    }
    return goesOn ? session : hold(request, deadline, clock, faults);
  }

  private static Session hold(
      SyncRequest request, Deadline deadline, Clock clock, FaultPoints faults) {
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
    new OtherGit(this).check(index);
    return index;
  }

  private DirCache readIndex() throws IOException {
    try {
      return DirCache.read(store.index().toFile(), repository().getFS());
    } catch (CorruptObjectException | EOFException e) {
      if (request.isWorkTree()) {
        throw OtherGit.unreadable(request.folder(), e);
      }
      // It was not yet on the disk when the power went: every file is read again.
      Files.delete(store.index());
      return DirCache.newInCore();
    }
  }

  /// Nobody else writes it until it is written, or unlocked.
  DirCache lockIndex() throws IOException {
    return DirCache.lock(store.index().toFile(), repository().getFS());
  }

  /// The index of the last commit's tree.
  private void writeIndex(List<DirCacheEntry> entries) throws IOException {
    DirCache index = lockIndex();
    try {
      writeIndex(index, entries);
    } finally {
      index.unlock();
    }
  }

  /// @param locked is unlocked then
  void writeIndex(DirCache locked, List<DirCacheEntry> entries) throws IOException {
    DirCacheBuilder builder = locked.builder();
    entries.forEach(builder::add);
    builder.finish();
    locked.write();
    if (!locked.commit()) {
      throw new IOException("the index could not be renamed into place");
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
      makeFolder();
    }
    new Bringing(this).finish();
    return guards;
  }

  private void makeFolder() throws IOException {
    if (request.base().equals(request.folder())) {
      Files.createDirectories(request.folder());
    } else {
      request.hold(true).close();
    }
    try (HeldDirectory parent = request.holdParent()) {
      parent.sync();
    }
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
      ObjectId commit = commits().write(tree, parents, commits().message(changes));
      new OtherGit(this).checkBranch();
      refs().moveHead(head, commit);
      faults.reached(FaultPoint.COMMITTED);
    }
    writeIndex(entries);
    faults.reached(FaultPoint.INDEX_WRITTEN);
    return changes;
  }

  IndexSeal seal() {
    return new IndexSeal(store.index(), store.directory().resolve("gitsync-seal"));
  }

  /// @param waits the changes are in no commit yet
  record Made(Changes changes, List<HeldBack> heldBack, boolean waits) {}

  private FolderScan.Found scan(ObjectInserter inserter) throws IOException {
    var time = new FolderClock(request, store.directory(), clock);
    var reading = new FileReading(inserter, request, time);
    Path exclude = store.directory().resolve("info/exclude");
    DirCache index = index();
    FolderScan.Found found =
        new FolderScan(request, index, reading)
            .run(IgnoreRules.of(request.settings().ignore(), exclude));
    return request.isWorkTree() ? new Filters(request, repository(), index).holdBack(found) : found;
  }

  @Override
  public void close() {
    store.close();
  }
}
