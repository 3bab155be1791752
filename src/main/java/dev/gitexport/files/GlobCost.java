package dev.gitexport.files;

/// What matching a name against foreign patterns may cost. A pattern with many stars becomes a
/// regular expression that tries, in the worst case, every way to spread them over the name: with
/// six stars and 255 letters that takes days.
public final class GlobCost {

  /// Ways to try for one name; about a millisecond.
  private static final double MOST = 1_000_000;

  /// Up to here no name is long enough to hurt.
  private static final int FEW_STARS = 2;

  private GlobCost() {}

  /// The most stars that one segment of one line has, over all lines of a text of gitignore
  /// patterns. A space belongs to a pattern there.
  public static int starsOfLines(String text) {
    return text.lines()
        .filter(line -> !line.startsWith("#"))
        .mapToInt(GlobCost::stars)
        .max()
        .orElse(0);
  }

  /// The most stars that one segment of one pattern has. `**` alone is no regular expression.
  public static int stars(String pattern) {
    int most = 0;
    for (int start = 0; start <= pattern.length(); ) {
      int slash = pattern.indexOf('/', start);
      int end = slash < 0 ? pattern.length() : slash;
      most = Math.max(most, starsOfSegment(pattern.substring(start, end)));
      start = end + 1;
    }
    return most;
  }

  private static int starsOfSegment(String segment) {
    return segment.equals("**") ? 0 : (int) segment.chars().filter(each -> each == '*').count();
  }

  /// Whether matching a path could take too long.
  ///
  /// @param stars of the patterns that it is going to be matched with
  public static boolean isTooHigh(String path, int stars) {
    if (stars <= FEW_STARS) {
      return false;
    }
    int longest = 0;
    int start = 0;
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', start)) {
      longest = Math.max(longest, slash - start);
      start = slash + 1;
    }
    longest = Math.max(longest, path.length() - start);
    double ways = 1;
    for (int star = 1; star <= stars; star++) {
      ways *= (double) (longest + star - 1) / star;
    }
    return ways > MOST;
  }
}
