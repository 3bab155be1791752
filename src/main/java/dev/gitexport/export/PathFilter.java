package dev.gitexport.export;

import dev.gitexport.files.GlobCost;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.ignore.IgnoreNode;

/// Which paths the user wants: gitignore patterns to include, then gitignore text to leave out.
final class PathFilter {

  /// What a directory decides for what lies below it.
  enum Verdict {
    /// Neither it nor anything below is exported.
    PRUNED,
    /// Only what an include pattern names below it.
    SEARCHED,
    /// Exported.
    INCLUDED
  }

  private final IgnoreNode include;
  private final IgnoreNode ignore;
  private final int stars;

  PathFilter(ExportSettings settings) {
    this.include = rules(String.join("\n", settings.include()));
    for (String pattern : settings.include()) {
      if (rules(pattern).getRules().isEmpty()) { // it would include everything
        throw new ExportException.InvalidRequest(
            "include '" + pattern + "' is no gitignore pattern; mend it or leave it out");
      }
    }
    this.ignore = rules(settings.ignore());
    this.stars =
        Math.max(
            GlobCost.starsOfLines(String.join("\n", settings.include())),
            GlobCost.starsOfLines(settings.ignore()));
  }

  private static IgnoreNode rules(String text) {
    IgnoreNode rules = new IgnoreNode();
    try {
      rules.parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be read", e);
    }
    return rules;
  }

  /// What holds at the root of the tree.
  Verdict root() {
    return include.getRules().isEmpty() ? Verdict.INCLUDED : Verdict.SEARCHED;
  }

  /// @param parent what the directory around it decided, never [Verdict#PRUNED]
  Verdict at(String path, boolean directory, Verdict parent) {
    GlobLimit.check(path, stars);
    if (ignore.isIgnored(path, directory) == IgnoreNode.MatchResult.IGNORED) {
      return Verdict.PRUNED;
    }
    Verdict verdict =
        switch (include.isIgnored(path, directory)) {
          case IGNORED -> Verdict.INCLUDED;
          case NOT_IGNORED -> Verdict.PRUNED;
          case CHECK_PARENT, CHECK_PARENT_NEGATE_FIRST_MATCH -> parent;
        };
    return verdict == Verdict.SEARCHED && !directory ? Verdict.PRUNED : verdict;
  }
}
