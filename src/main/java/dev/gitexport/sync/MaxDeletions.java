package dev.gitexport.sync;

import java.util.regex.Pattern;

/// How many of the tracked files may be gone at once, where more than 10 are tracked.
///
/// @param percent whether `number` is a share of the tracked files, or a count
public record MaxDeletions(int number, boolean percent) {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(%?)");
  private static final int FEW_FILES = 10;
  private static final int WHOLE = 100;

  public MaxDeletions {
    if (number < 0 || (percent && number > WHOLE)) {
      throw new IllegalArgumentException(
          "maxDeletions is a count, as 20, or a share from 0%% to 100%%, and not %d"
              .formatted(number));
    }
  }

  /// Reads `20` or `50%`.
  public static MaxDeletions parse(String text) {
    var form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no maxDeletions: write a count, as 20, or a share, as 50%%".formatted(text));
    }
    return new MaxDeletions(Integer.parseInt(form.group(1)), !form.group(2).isEmpty());
  }

  boolean allows(long lost, long tracked) {
    return tracked <= FEW_FILES || (percent ? lost * WHOLE <= tracked * number : lost <= number);
  }

  @Override
  public String toString() {
    return number + (percent ? "%" : "");
  }
}
