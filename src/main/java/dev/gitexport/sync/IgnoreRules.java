package dev.gitexport.sync;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.ignore.FastIgnoreRule;
import org.eclipse.jgit.ignore.IgnoreNode;

/// What of a folder is left out: rules of the settings, then the `.gitignore` files from the
/// nearest up (gitignore(5)).
final class IgnoreRules {

  private record Level(String prefix, IgnoreNode rules) {}

  private final List<Level> strongestFirst;

  private IgnoreRules(List<Level> strongestFirst) {
    this.strongestFirst = List.copyOf(strongestFirst);
  }

  /// @param exclude a file of rules weaker than all others; need not exist
  static IgnoreRules of(List<String> patterns, Path exclude) throws IOException {
    List<FastIgnoreRule> rules =
        patterns.stream()
            .filter(pattern -> !pattern.isBlank() && !pattern.startsWith("#"))
            .map(FastIgnoreRule::new)
            .toList();
    List<Level> levels = new ArrayList<>();
    levels.add(new Level("", new IgnoreNode(rules)));
    read(exclude).ifPresent(node -> levels.add(new Level("", node)));
    return new IgnoreRules(levels);
  }

  /// With the rules of one more directory below.
  IgnoreRules in(Path directory, String prefix) throws IOException {
    Optional<IgnoreNode> own = read(directory.resolve(".gitignore"));
    if (own.isEmpty()) {
      return this;
    }
    List<Level> levels = new ArrayList<>(strongestFirst);
    levels.add(1, new Level(prefix, own.get()));
    return new IgnoreRules(levels);
  }

  /// As git, a symlink of that name is not followed.
  private static Optional<IgnoreNode> read(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      var node = new IgnoreNode();
      node.parse(in);
      return Optional.of(node);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  boolean ignores(String path, boolean directory) {
    for (Level level : strongestFirst) {
      Boolean verdict =
          level.rules().checkIgnored(path.substring(level.prefix().length()), directory);
      if (verdict != null) {
        return verdict;
      }
    }
    return false;
  }
}
