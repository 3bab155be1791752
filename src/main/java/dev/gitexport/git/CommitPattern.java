package dev.gitexport.git;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.eclipse.jgit.revwalk.RevCommit;

/// The regular expression of `^{/text}`. A pattern that backtracks without end is stopped, because
/// whoever writes a treeish may not be trusted.
final class CommitPattern {

  private static final int MAX_STEPS_PER_MESSAGE = 10_000_000;

  private final Lookup lookup;
  private final Pattern pattern;
  private final boolean wanted;

  CommitPattern(Lookup lookup, RevisionStep.Search search) {
    this.lookup = lookup;
    this.wanted = search.wanted();
    try {
      // As in POSIX, a dot is also a line's end.
      this.pattern = Pattern.compile(search.pattern(), Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      throw lookup.notFound(
          "'%s' is no regular expression (%s)".formatted(search.pattern(), e.getDescription()),
          "Quote special characters with a backslash");
    }
  }

  boolean matches(RevCommit commit) {
    try {
      var message = new Metered(commit.getFullMessage(), new AtomicInteger(MAX_STEPS_PER_MESSAGE));
      return pattern.matcher(message).find() == wanted;
    } catch (TooManySteps | StackOverflowError e) {
      throw lookup.notFound(
          "the regular expression '%s' does not end on commit %s".formatted(pattern, commit.name()),
          "Use a simpler one");
    }
  }

  private record Metered(CharSequence text, AtomicInteger left) implements CharSequence {

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (left.getAndDecrement() == 0) {
        throw new TooManySteps();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Metered(text.subSequence(start, end), left);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }

  private static final class TooManySteps extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private TooManySteps() {
      super("too many steps", null, false, false);
    }
  }
}
