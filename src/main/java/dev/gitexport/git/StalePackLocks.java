package dev.gitexport.git;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Locks on the names of packs that killed pushes left in a repository. JGit would refuse the same
/// pack for ever; git itself takes no such lock.
final class StalePackLocks {

  /// Whoever lives holds one while a line is written.
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private StalePackLocks() {}

  /// Waits, when there are any, and removes those that are still there.
  ///
  /// @param packs the repository's directory of packs
  static void remove(Path packs) throws IOException, InterruptedException {
    Map<Path, FileTime> seen = locks(packs);
    if (seen.isEmpty()) {
      return;
    }
    TimeUnit.MILLISECONDS.sleep(LONGEST.toMillis());
    Map<Path, FileTime> still = locks(packs);
    for (Map.Entry<Path, FileTime> lock : seen.entrySet()) {
      if (lock.getValue().equals(still.get(lock.getKey()))) {
        Files.deleteIfExists(lock.getKey());
      }
    }
  }

  private static Map<Path, FileTime> locks(Path packs) throws IOException {
    Map<Path, FileTime> locks = new HashMap<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(packs, "pack-*.keep.lock")) {
      for (Path lock : found) {
        locks.put(lock, Files.getLastModifiedTime(lock));
      }
    } catch (NoSuchFileException e) {
      // Nobody holds one.
    }
    return locks;
  }
}
