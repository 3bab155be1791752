package dev.gitexport.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// How much all tenants' stores hold together, by what lies there; no object is read.
///
/// @param stores repositories in use
/// @param packs in all of them
/// @param packBytes of those
public record StoreUsage(int stores, int packs, long packBytes) {

  /// @param root where the stores of all tenants are; there may be none yet
  public static StoreUsage of(Path root) {
    int stores = 0;
    int packs = 0;
    long bytes = 0;
    for (Path tenant : below(root)) {
      for (Path store : below(tenant)) {
        if (store.toString().endsWith(".git")) {
          List<Path> found =
              below(store.resolve("objects/pack")).stream()
                  .filter(file -> file.toString().endsWith(".pack"))
                  .toList();
          stores++;
          packs += found.size();
          bytes += found.stream().mapToLong(StoreUsage::size).sum();
        }
      }
    }
    return new StoreUsage(stores, packs, bytes);
  }

  private static List<Path> below(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of(); // gone, or not made yet
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path pack) {
    try {
      return Files.size(pack);
    } catch (IOException e) {
      return 0; // collected meanwhile
    }
  }
}
