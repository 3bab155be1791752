package dev.gitexport.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/// Reads changed files into the repository: only content that held still while it was read. Thread
/// safe: the inserter is not, and is had by one thread at a time.
final class FileReading {

  private static final int TRIES = 5;
  private static final String CHANGES = "it changes while it is read; the next run tries again";
  private static final int SECRETS_HEAD = 1024 * 1024;

  /// Of a kernel's clock; it has at most 100 a second.
  private static final Duration TICK = Duration.ofMillis(20);

  /// Of file systems that keep whole seconds.
  private static final Duration COARSE_TICK = Duration.ofSeconds(2);

  /// A change within the same tick of a file system's clock shows in no stat.
  private static final Duration YOUNG = Duration.ofSeconds(2);

  private final ObjectInserter inserter;
  private final SyncLimits limits;
  private final Set<Guard> released;
  private final Clock clock;
  private final ReentrantLock inserting = new ReentrantLock();

  /// @param clock of the folder's file system
  FileReading(ObjectInserter inserter, SyncRequest request, Clock clock) {
    this.inserter = inserter;
    this.limits = request.settings().limits();
    this.released = request.released();
    this.clock = clock;
  }

  sealed interface Result {
    record Read(DirCacheEntry entry) implements Result {}

    record Refused(String why) implements Result {}
  }

  /// @param path of the file below the folder
  /// @param first what the file was when it was listed
  Result read(DirectoryView directory, String name, String path, FileStamp first)
      throws IOException {
    FileStamp before = first;
    for (int tries = 0; tries < TRIES; tries++) {
      waitForTick(before.modified());
      waitForTick(before.changed());
      Optional<Result> result =
          directory.stamp(name).equals(before)
              ? tryOnce(directory, name, path, before)
              : Optional.empty();
      FileStamp after = directory.stamp(name);
      if (result.isPresent() && after.equals(before)) {
        return result.get();
      }
      before = after;
    }
    return new Result.Refused(CHANGES);
  }

  /// Empty when the file is no longer what it was.
  private Optional<Result> tryOnce(
      DirectoryView directory, String name, String path, FileStamp stamp) throws IOException {
    try {
      Optional<String> refusal = refusal(directory, name, stamp);
      return Optional.of(
          refusal.isPresent()
              ? new Result.Refused(refusal.get())
              : new Result.Read(entry(path, stamp, insert(directory, name, stamp))));
    } catch (EOFException e) {
      return Optional.empty();
    } catch (AccessDeniedException | NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      if (e instanceof FileSystemException failure && name.equals(failure.getFile())) {
        return Optional.of(new Result.Refused(failure(failure)));
      }
      if (directory.stamp(name).equals(stamp)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /// Why something of the folder was not read.
  static String failure(FileSystemException e) {
    return e instanceof NotDirectoryException
        ? CHANGES
        : "it could not be read (%s); the next run tries again".formatted(e.getReason());
  }

  /// Whoever writes within one tick of the file system's clock leaves the times of the file as they
  /// were. After the tick every write shows.
  private void waitForTick(Instant written) {
    boolean isCoarse = written.truncatedTo(ChronoUnit.SECONDS).equals(written);
    Duration tick = isCoarse ? COARSE_TICK : TICK;
    Duration left = Duration.between(clock.instant(), written).plus(tick);
    if (!left.isPositive() || left.compareTo(tick) > 0) {
      return;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(left.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<String> refusal(DirectoryView directory, String name, FileStamp stamp)
      throws IOException {
    if (stamp.mode().equals(FileMode.TREE)) {
      return Optional.of(CHANGES);
    }
    if (stamp.mode().equals(FileMode.MISSING)) {
      return Optional.of("it is neither file, directory nor symlink");
    }
    if (stamp.mode().equals(FileMode.SYMLINK)) {
      return directory.target(name).indexOf('\uFFFD') < 0
          ? Optional.empty()
          : Optional.of("what it leads to is not UTF-8");
    }
    if (stamp.size() > limits.maxFileSize() && !released.contains(Guard.FILE_SIZE)) {
      return Optional.of(
          "it has %d bytes and maxFileSize is %d; release the guard 'file_size' once, or ignore it"
              .formatted(stamp.size(), limits.maxFileSize()));
    }
    if (released.contains(Guard.SECRETS)) {
      return Optional.empty();
    }
    try (InputStream in = directory.read(name)) {
      return Secrets.find(in.readNBytes(SECRETS_HEAD))
          .map("it looks like %s; release the guard 'secrets' once, or ignore it"::formatted);
    }
  }

  private ObjectId insert(DirectoryView directory, String name, FileStamp stamp)
      throws IOException {
    inserting.lock();
    try {
      if (stamp.mode().equals(FileMode.SYMLINK)) {
        return inserter.insert(Constants.OBJ_BLOB, directory.target(name).getBytes(UTF_8));
      }
      try (InputStream in = directory.read(name)) {
        return inserter.insert(Constants.OBJ_BLOB, stamp.size(), in);
      }
    } finally {
      inserting.unlock();
    }
  }

  private DirCacheEntry entry(String path, FileStamp stamp, ObjectId id) {
    var entry = new DirCacheEntry(path);
    entry.setObjectId(id);
    stamp.note(entry, stamp.isAfter(clock.instant().minus(YOUNG)));
    return entry;
  }
}
