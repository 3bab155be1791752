package dev.gitexport.git;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Repository;

/// Lock files that killed pushes left in a repository on this machine: their age is all that tells
/// them from those of the living. Nothing waits where there are none.
///
/// @param git the repository's common directory
record StaleLocks(Path git) {

  /// Whoever lives holds the name of a pack while a line is written. git itself takes no such lock.
  private static final Duration LONGEST_OF_A_PACK = Duration.ofSeconds(1);

  /// Whoever lives holds a ref while an id is written, and while a reference-transaction hook runs.
  private static final Duration LONGEST_OF_A_REF = Duration.ofSeconds(10);

  /// What every ref's deletion takes besides the ref's own.
  private static final List<String> LOCKS_OF_ALL_REFS =
      List.of("packed-refs.lock", "reftable/tables.list.lock");

  static StaleLocks of(Repository repository) {
    return new StaleLocks(repository.getCommonDirectory().toPath());
  }

  /// Removes those on names of packs, for which JGit would refuse the same pack for ever.
  ///
  /// @throws InterruptedIOException while it waits to see whether they stay
  void removeThoseOfPacks() throws IOException {
    Path packs = git.resolve("objects/pack");
    if (!Files.isDirectory(packs)) {
      return;
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(packs, "pack-*.keep.lock")) {
      remove(found, LONGEST_OF_A_PACK);
    }
  }

  /// Removes those on refs, which would look like a push of somebody else for ever.
  ///
  /// @param refs full names
  /// @throws InterruptedIOException while it waits to see whether they stay
  void removeThoseOfRefs(Collection<String> refs) throws IOException {
    List<Path> locks =
        Stream.concat(refs.stream().map(ref -> ref + ".lock"), LOCKS_OF_ALL_REFS.stream())
            .map(git::resolve)
            .toList();
    remove(locks, LONGEST_OF_A_REF);
  }

  private static void remove(Iterable<Path> locks, Duration longest) throws IOException {
    Map<Path, FileTime> seen = times(locks);
    if (seen.isEmpty()) {
      return;
    }
    pause(longest);
    Map<Path, FileTime> still = times(seen.keySet());
    for (Map.Entry<Path, FileTime> lock : seen.entrySet()) {
      if (lock.getValue().equals(still.get(lock.getKey()))) {
        Files.deleteIfExists(lock.getKey());
      }
    }
  }

  private static void pause(Duration time) throws InterruptedIOException {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while it waited for a lock");
    }
  }

  private static Map<Path, FileTime> times(Iterable<Path> locks) throws IOException {
    Map<Path, FileTime> times = new HashMap<>();
    for (Path lock : locks) {
      try {
        times.put(lock, Files.getLastModifiedTime(lock));
      } catch (NoSuchFileException e) {
        // Nobody holds it.
      }
    }
    return times;
  }
}
