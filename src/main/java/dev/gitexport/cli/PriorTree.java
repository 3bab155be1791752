package dev.gitexport.cli;

import dev.gitexport.git.Treeish;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// A folder that a treeish was exported to, written `TREEISH,PATH`.
record PriorTree(Treeish treeish, Path folder) {

  /// Splits at the first comma that leaves an existing path: both sides may hold commas.
  static Optional<PriorTree> parse(String text, Surroundings surroundings) {
    for (int comma = text.indexOf(','); comma >= 0; comma = text.indexOf(',', comma + 1)) {
      String treeish = text.substring(0, comma);
      String path = text.substring(comma + 1);
      if (!treeish.isBlank() && !path.isEmpty() && exists(path, surroundings)) {
        return Optional.of(
            new PriorTree(new Treeish(treeish), surroundings.resolve(Path.of(path))));
      }
    }
    return Optional.empty();
  }

  private static boolean exists(String path, Surroundings surroundings) {
    try {
      return Files.exists(surroundings.resolve(Path.of(path)));
    } catch (InvalidPathException _) {
      return false;
    }
  }
}
