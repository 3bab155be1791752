package dev.gitexport.sync;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.ignore.FastIgnoreRule;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.eclipse.jgit.lib.FileMode;

/// What of a folder is left out: rules of the settings, then the `.gitignore` files from the
/// nearest up (gitignore(5)).
final class IgnoreRules {

  static final String FILE = ".gitignore";

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
    if (Files.isRegularFile(exclude)) {
      try (InputStream in = Files.newInputStream(exclude)) {
        levels.add(new Level("", parsed(in)));
      }
    }
    return new IgnoreRules(levels);
  }

  /// With the rules of one more directory below, which has a `.gitignore`.
  IgnoreRules in(DirectoryView directory, String prefix) throws IOException {
    // As git, a symlink of that name is not followed.
    if (!Set.of(FileMode.REGULAR_FILE, FileMode.EXECUTABLE_FILE)
        .contains(directory.stamp(FILE).mode())) {
      return this;
    }
    List<Level> levels = new ArrayList<>(strongestFirst);
    try (InputStream in = directory.read(FILE)) {
      levels.add(1, new Level(prefix, parsed(in)));
    }
    return new IgnoreRules(levels);
  }

  private static IgnoreNode parsed(InputStream in) throws IOException {
    var node = new IgnoreNode();
    node.parse(in);
    return node;
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
