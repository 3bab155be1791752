package dev.gitexport.export;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// One writer at a time: a mutex in this process, and a lock on a file for others. It saves work;
/// it is not what keeps exports whole, since locks of network file systems come and go.
final class TargetLock implements AutoCloseable {

  /// The system drops all locks that a process has on a file when any descriptor of it closes: so
  /// each file is opened once, whatever path leads to it. Device and inode of their directories.
  private static final Set<String> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final String held;
  private final String identity;
  private final FileChannel channel;
  private final @Nullable FileLock lock;

  private TargetLock(
      Path file, String held, String identity, FileChannel channel, @Nullable FileLock lock) {
    this.file = file;
    this.held = held;
    this.identity = identity;
    this.channel = channel;
    this.lock = lock;
  }

  /// @throws ExportException.Locked when another thread or process has it
  static TargetLock acquire(Path file) {
    try {
      String held = identity(file.resolveSibling(""));
      if (!HELD.add(held)) {
        throw locked(file, "this process works on it already");
      }
      Optional<TargetLock> acquired = Optional.empty();
      try {
        acquired = open(file, held);
      } finally {
        if (acquired.isEmpty()) {
          HELD.remove(held);
        }
      }
      return confirmed(acquired.orElseThrow(() -> locked(file, "another process works on it")));
    } catch (IOException e) {
      throw VolumeError.of("open " + file, e);
    }
  }

  private static TargetLock confirmed(TargetLock lock) {
    boolean confirmed = false;
    try {
      lock.confirm();
      confirmed = true;
      return lock;
    } finally {
      if (!confirmed) {
        lock.close();
      }
    }
  }

  private static Optional<TargetLock> open(Path file, String held) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    Optional<TargetLock> acquired = Optional.empty();
    try {
      acquired = tryLock(file, held, channel);
      return acquired;
    } finally {
      if (acquired.isEmpty()) {
        channel.close();
      }
    }
  }

  private static Optional<TargetLock> tryLock(Path file, String held, FileChannel channel)
      throws IOException {
    String identity = identity(file);
    try {
      FileLock lock = channel.tryLock();
      return lock == null
          ? Optional.empty()
          : Optional.of(new TargetLock(file, held, identity, channel, lock));
    } catch (OverlappingFileLockException _) {
      return Optional.empty();
    } catch (IOException _) { // a volume without locks
      return Optional.of(new TargetLock(file, held, identity, channel, null));
    }
  }

  private static String identity(Path path) throws IOException {
    Map<String, Object> found = Files.readAttributes(path, "unix:dev,ino");
    return found.get("dev") + ":" + found.get("ino");
  }

  private static ExportException locked(Path file, String why) {
    return new ExportException.Locked(
        "the target is locked (" + file + "): " + why + "; try again when it is done");
  }

  /// @throws ExportException.Locked when the lock is gone, or the file is another one now
  void confirm() {
    boolean same;
    try {
      same = identity(file).equals(identity) && (lock == null || lock.isValid());
    } catch (NoSuchFileException _) {
      same = false;
    } catch (IOException e) {
      throw VolumeError.of("look at " + file, e);
    }
    if (!same) {
      throw locked(file, "the lock was lost");
    }
  }

  @Override
  public void close() {
    try {
      channel.close(); // releases the lock too
    } catch (IOException _) {
      // The system releases it with the process at the latest.
    } finally {
      HELD.remove(held);
    }
  }
}
