package dev.gitexport.git;

import java.util.ArrayList;
import java.util.List;

/// A revision taken apart: the name it starts from and the suffixes, in order.
///
/// @param base a ref, an id, or output of git describe
record RevisionExpression(String base, List<RevisionStep> steps) {

  RevisionExpression {
    steps = List.copyOf(steps);
  }

  /// @throws GitException.TreeishNotFound for what git may know but an export does not take
  static RevisionExpression parse(Lookup lookup) {
    String revision = lookup.treeish().revision();
    refuse(lookup, revision);
    int end = 0;
    while (end < revision.length() && "^~".indexOf(revision.charAt(end)) < 0) {
      end++;
    }
    String base = revision.substring(0, end);
    return new RevisionExpression(
        base.equals("@") ? "HEAD" : base, new Suffixes(lookup, revision, end).parse());
  }

  private static void refuse(Lookup lookup, String revision) {
    if (revision.isEmpty() || revision.startsWith("^")) {
      throw lookup.notFound(
          "the index, a commit search or an exclusion is no tree to export",
          "Name a branch, tag or commit first, as in 'main:path' or 'main^{/text}'");
    }
    if (revision.startsWith("-")) {
      throw lookup.notFound("it starts with '-' like an option", "Write the ref in full");
    }
    if (revision.contains("@{")) {
      throw lookup.notFound(
          "reflog and upstream forms (@{…}) depend on one clone's history",
          "Name the branch, tag or commit itself");
    }
    if (withoutBraces(revision).contains("..")) {
      throw lookup.notFound("it is a range of commits", "Name a single commit");
    }
  }

  private static String withoutBraces(String revision) {
    int brace = revision.indexOf("^{");
    return brace < 0 ? revision : revision.substring(0, brace);
  }

  /// A cursor over the suffixes.
  private static final class Suffixes {

    private final Lookup lookup;
    private final String text;
    private final List<RevisionStep> steps = new ArrayList<>();
    private int position;

    private Suffixes(Lookup lookup, String text, int position) {
      this.lookup = lookup;
      this.text = text;
      this.position = position;
    }

    private List<RevisionStep> parse() {
      while (position < text.length()) {
        char sign = text.charAt(position++);
        if (sign == '~') {
          steps.add(new RevisionStep.Ancestor(number()));
        } else if (sign == '^' && text.startsWith("{", position)) {
          steps.add(braces());
        } else if (sign == '^') {
          steps.add(new RevisionStep.Parent(number()));
        } else {
          throw unknown(text.substring(position - 1));
        }
      }
      return steps;
    }

    /// `~` and `^` alone mean 1.
    private int number() {
      int start = position;
      while (position < text.length() && "0123456789".indexOf(text.charAt(position)) >= 0) {
        position++;
      }
      String digits = text.substring(start, position);
      if (digits.length() > 9) {
        throw unknown(digits);
      }
      return digits.isEmpty() ? 1 : Integer.parseInt(digits);
    }

    private RevisionStep braces() {
      int start = position + 1;
      int depth = 1;
      position = start;
      while (depth > 0) {
        if (position == text.length()) {
          throw unknown(text.substring(start - 2));
        }
        char c = text.charAt(position++);
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      }
      String content = text.substring(start, position - 1);
      return content.startsWith("/") ? search(content.substring(1)) : peel(content);
    }

    private RevisionStep peel(String type) {
      return new RevisionStep.Peel(
          switch (type) {
            case "commit" -> RevisionStep.Kind.COMMIT;
            case "tree" -> RevisionStep.Kind.TREE;
            case "tag" -> RevisionStep.Kind.TAG;
            case "object" -> RevisionStep.Kind.OBJECT;
            case "" -> RevisionStep.Kind.UNTAGGED;
            default -> throw unknown("^{" + type + "}");
          });
    }

    private RevisionStep search(String pattern) {
      if (pattern.startsWith("!-")) {
        return new RevisionStep.Search(pattern.substring(2), false);
      }
      if (pattern.startsWith("!!")) {
        return new RevisionStep.Search(pattern.substring(1), true);
      }
      if (pattern.startsWith("!")) {
        throw unknown("^{/" + pattern + "}");
      }
      return new RevisionStep.Search(pattern, true);
    }

    private GitException.TreeishNotFound unknown(String what) {
      return lookup.notFound(
          "'%s' is no suffix of a single revision".formatted(what),
          "Use ~N, ^N, ^{commit}, ^{tree}, ^{tag}, ^{} or ^{/text}");
    }
  }
}
