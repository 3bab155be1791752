package dev.gitexport.git;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One writer per store: a permit in this process, then a lock on a file beside the store. In that
/// order, because a process loses its file lock when any of its descriptors of the file closes. A
/// permit, not a mutex: an abandoned fetch gives it back from another thread.
final class StoreLock implements AutoCloseable {

  private static final long POLL_MILLIS = 50;

  private static final ConcurrentMap<Path, Semaphore> PERMITS = new ConcurrentHashMap<>();

  private final Semaphore permit;
  private final FileChannel channel;

  private StoreLock(Semaphore permit, FileChannel channel) {
    this.permit = permit;
    this.channel = channel;
  }

  /// @throws GitException.RepositoryUnreachable when another writer does not end by the deadline
  static StoreLock acquire(Path file, Deadline deadline) throws IOException {
    Semaphore permit = PERMITS.computeIfAbsent(file, _ -> new Semaphore(1, true));
    try {
      if (!permit.tryAcquire(deadline.left().toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy(file);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy(file);
    }
    @Nullable StoreLock held = null;
    try {
      held = new StoreLock(permit, openLocked(file, deadline));
      return held;
    } finally {
      if (held == null) {
        permit.release();
      }
    }
  }

  private static FileChannel openLocked(Path file, Deadline deadline) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean isLocked = false;
    try {
      lock(channel, file, deadline);
      isLocked = true;
      return channel;
    } finally {
      if (!isLocked) {
        channel.close();
      }
    }
  }

  private static void lock(FileChannel channel, Path file, Deadline deadline) throws IOException {
    try {
      for (FileLock lock = channel.tryLock(); lock == null; lock = channel.tryLock()) {
        if (deadline.isOver()) {
          throw busy(file);
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy(file);
    }
  }

  private static GitException.RepositoryUnreachable busy(Path file) {
    return new GitException.RepositoryUnreachable(
        "Could not write the store of %s: another fetch or gc holds it. Try again later."
            .formatted(file),
        null);
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      permit.release();
    }
  }
}
