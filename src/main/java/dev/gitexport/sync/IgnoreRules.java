package dev.gitexport.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gitexport.files.GlobCost;
import java.io.ByteArrayInputStream;
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

  private static final int MOST_BYTES = 1024 * 1024;

  private record Level(String prefix, IgnoreNode rules, int stars) {}

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
    int stars = GlobCost.starsOfLines(String.join("\n", patterns));
    levels.add(new Level("", new IgnoreNode(rules), stars));
    if (Files.isRegularFile(exclude)) {
      try (InputStream in = Files.newInputStream(exclude)) {
        levels.add(parsed("", in));
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
      levels.add(1, parsed(prefix, in));
    }
    return new IgnoreRules(levels);
  }

  private static Level parsed(String prefix, InputStream in) throws IOException {
    byte[] text = in.readNBytes(MOST_BYTES + 1);
    if (text.length > MOST_BYTES) {
      throw new SyncException.GuardTripped(
          "Could not read %s%s: it has more than %d bytes. Use fewer rules."
              .formatted(prefix, FILE, MOST_BYTES));
    }
    var node = new IgnoreNode();
    node.parse(new ByteArrayInputStream(text));
    return new Level(prefix, node, GlobCost.starsOfLines(new String(text, UTF_8)));
  }

  /// @throws SyncException.GuardTripped when that could take days to tell
  boolean ignores(String path, boolean directory) {
    for (Level level : strongestFirst) {
      String below = path.substring(level.prefix().length());
      if (GlobCost.isTooHigh(below, level.stars())) {
        throw new SyncException.GuardTripped(
            "Could not look at '%s': a pattern with %d stars takes too long to match with its name. Use fewer '*' in 'ignore' or %s%s."
                .formatted(path, level.stars(), level.prefix(), FILE));
      }
      Boolean verdict = level.rules().checkIgnored(below, directory);
      if (verdict != null) {
        return verdict;
      }
    }
    return false;
  }
}
