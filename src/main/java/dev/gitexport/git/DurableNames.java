package dev.gitexport.git;

import dev.gitexport.files.Durable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes the names in the directories of objects durable: only of those that changed, because a
/// sync costs the disk a flush each.
///
/// @param record of directories that were synced, by their modification time; need not exist
record DurableNames(Path objects, Path record) {

  /// A change soon after another may leave a directory's time as it was.
  private static final Duration YOUNG = Duration.ofSeconds(2);

  /// @return how many directories were synced
  int sync(Instant now) throws IOException {
    Set<String> synced = synced();
    Set<String> settled = new HashSet<>();
    int count = 0;
    try (DirectoryStream<Path> directories =
        Files.newDirectoryStream(objects, Files::isDirectory)) {
      for (Path directory : directories) {
        count += sync(directory, now, synced, settled);
      }
    }
    count += sync(objects, now, synced, settled);
    if (!settled.equals(synced)) {
      Files.write(record, settled);
    }
    return count;
  }

  private static int sync(Path directory, Instant now, Set<String> synced, Set<String> settled)
      throws IOException {
    Instant changed = Files.getLastModifiedTime(directory).toInstant();
    String line = directory.getFileName() + " " + changed;
    boolean durable = synced.contains(line);
    if (!durable) {
      Durable.sync(directory);
    }
    if (durable || changed.isBefore(now.minus(YOUNG))) {
      settled.add(line);
    }
    return durable ? 0 : 1;
  }

  private Set<String> synced() throws IOException {
    if (!Files.exists(record)) {
      return Set.of();
    }
    return Files.readAllLines(record).stream().collect(Collectors.toUnmodifiableSet());
  }
}
