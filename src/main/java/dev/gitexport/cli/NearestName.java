package dev.gitexport.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds the name that somebody may have meant.
final class NearestName {

  private NearestName() {}

  static String hint(String wrong, List<String> known) {
    return nearest(wrong, known)
        .map(name -> "Did you mean '" + name + "'?")
        .orElse("Known are " + String.join(", ", known) + ".");
  }

  /// The known name with the fewest changed letters, when they are few.
  static Optional<String> nearest(String wrong, List<String> known) {
    int most = Math.max(1, wrong.length() / 3 + 1);
    return known.stream()
        .filter(name -> distance(wrong, name) <= most)
        .min(Comparator.comparingInt(name -> distance(wrong, name)));
  }

  /// Levenshtein's.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same =
            Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
        int change = diagonal + (same ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
