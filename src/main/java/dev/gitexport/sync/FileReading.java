package dev.gitexport.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/// Reads changed files into the repository: only content that held still while it was read.
final class FileReading {

  private static final int TRIES = 5;
  private static final int SECRETS_HEAD = 1024 * 1024;

  /// A change within the same tick of a file system's clock shows in no stat; file servers have
  /// clocks of their own.
  private static final Duration YOUNG = Duration.ofSeconds(2);

  private final ObjectInserter inserter;
  private final SyncLimits limits;
  private final Set<Guard> released;
  private final Clock clock;

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

  Result read(Path file, String path, FileStamp first) throws IOException {
    FileStamp before = first;
    for (int tries = 0; tries < TRIES; tries++) {
      Optional<String> refusal = refusal(file, before);
      if (refusal.isPresent()) {
        return new Result.Refused(refusal.get());
      }
      Optional<ObjectId> id = insert(file, before);
      FileStamp after = FileStamp.of(file);
      if (id.isPresent() && after.equals(before)) {
        return new Result.Read(entry(path, before, id.get()));
      }
      before = after;
      if (before.mode().equals(FileMode.TREE)) {
        break;
      }
    }
    return new Result.Refused("it changes while it is read; the next run tries again");
  }

  private Optional<String> refusal(Path file, FileStamp stamp) throws IOException {
    if (stamp.mode().equals(FileMode.MISSING)) {
      return Optional.of("it is neither file, directory nor symlink");
    }
    if (stamp.mode().equals(FileMode.SYMLINK)) {
      return Optional.empty();
    }
    if (stamp.size() > limits.maxFileSize() && !released.contains(Guard.FILE_SIZE)) {
      return Optional.of(
          "it has %d bytes and maxFileSize is %d; release the guard 'file_size' once, or ignore it"
              .formatted(stamp.size(), limits.maxFileSize()));
    }
    if (released.contains(Guard.SECRETS)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return Secrets.find(in.readNBytes(SECRETS_HEAD))
          .map("it looks like %s; release the guard 'secrets' once, or ignore it"::formatted);
    }
  }

  private Optional<ObjectId> insert(Path file, FileStamp stamp) throws IOException {
    if (stamp.mode().equals(FileMode.SYMLINK)) {
      byte[] target = Files.readSymbolicLink(file).toString().getBytes(UTF_8);
      return Optional.of(inserter.insert(Constants.OBJ_BLOB, target));
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      ObjectId id = inserter.insert(Constants.OBJ_BLOB, stamp.size(), in);
      return Optional.of(id);
    } catch (EOFException e) {
      return Optional.empty();
    }
  }

  private DirCacheEntry entry(String path, FileStamp stamp, ObjectId id) {
    var entry = new DirCacheEntry(path);
    entry.setFileMode(stamp.mode());
    entry.setObjectId(id);
    entry.setLastModified(stamp.modified());
    boolean young = stamp.modified().isAfter(clock.instant().minus(YOUNG));
    entry.setLength(young ? 0 : stamp.size());
    return entry;
  }
}
