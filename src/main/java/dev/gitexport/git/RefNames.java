package dev.gitexport.git;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/// The names users write for the refs of one source.
final class RefNames {

  /// git's order (gitrevisions(7)): a tag comes before a branch of the same name.
  private static final List<String> RULES =
      List.of(
          "%s",
          "refs/%s", "refs/tags/%s", "refs/heads/%s", "refs/remotes/%s", "refs/remotes/%s/HEAD");

  /// Names at the root are few; any other file there is no ref.
  private static final Pattern PSEUDO_REF = Pattern.compile("[A-Z_]*HEAD");

  private final RefSource refs;

  RefNames(RefSource refs) {
    this.refs = refs;
  }

  /// The ref a user means by a short or full name. An unborn one has no object id.
  Optional<Ref> find(String shortName) throws IOException {
    for (String rule : RULES) {
      String name = rule.formatted(shortName);
      if (isRefName(name)) {
        Optional<Ref> ref = refs.exact(name);
        if (ref.isPresent() && (ref.get().getObjectId() != null || name.equals("HEAD"))) {
          return ref;
        }
      }
    }
    return Optional.empty();
  }

  /// Names near a name that is not there, the nearest first.
  List<String> similar(String shortName) throws IOException {
    int tolerance = 1 + lastPart(shortName).length() / 4;
    return refs.names().stream()
        .limit(10_000)
        .map(Repository::shortenRefName)
        .filter(name -> distance(lastPart(name), lastPart(shortName)) <= tolerance)
        .sorted(Comparator.comparingInt(name -> distance(name, shortName)))
        .distinct()
        .limit(3)
        .toList();
  }

  private static boolean isRefName(String name) {
    return PSEUDO_REF.matcher(name).matches()
        || (name.startsWith("refs/") && Repository.isValidRefName(name));
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /// Levenshtein's distance, in one row.
  private static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[right.length()];
  }
}
