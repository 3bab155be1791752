package dev.gitexport.export;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which published exports stay. Only published ones count, so that failed deploys never push a
/// good release out. The current one always stays, and so does the one before it unless `count` is
/// 1.
///
/// @param count published exports kept, the current one included; 1 to 50
/// @param minAge how long a superseded export stays at least, for who still reads it
/// @param maxAge how long a superseded export stays at most; [#FOREVER] for no limit
/// @param keep what is never pruned: export ids, commit ids or prefixes of 7 and more digits, or
///   the names that were exported (`v1.0.0`)
public record Retention(int count, Duration minAge, Duration maxAge, Set<String> keep) {

  public static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  public static final Retention DEFAULT =
      new Retention(5, Duration.ofMinutes(10), FOREVER, Set.of());

  public Retention {
    if (count < 1 || count > 50) {
      throw new IllegalArgumentException("retention.count is 1 to 50, not " + count);
    }
    if (minAge.isNegative() || maxAge.isNegative()) {
      throw new IllegalArgumentException("retention.minAge and maxAge are not negative");
    }
    keep = Set.copyOf(keep);
  }

  /// Why each export stays, in the order given; one with no reason may be pruned. Reasons are
  /// `current`, `pin`, `previous`, `keep`, `count`, `minAge`.
  ///
  /// @param pinned what a pin holds, if anything
  public Map<ExportId, List<String>> holds(
      List<Export> exports, Optional<ExportId> current, Optional<ExportId> pinned, Instant now) {
    List<ExportId> superseded =
        exports.stream()
            .filter(export -> !current.equals(Optional.of(export.id())))
            .filter(export -> export.publishedAt().isPresent())
            .sorted(
                Comparator.comparing((Export export) -> export.supersededAt().orElse(now))
                    .thenComparing(Export::id)
                    .reversed())
            .map(Export::id)
            .toList();
    Map<ExportId, List<String>> holds = new LinkedHashMap<>();
    for (Export export : exports) {
      List<String> reasons = new ArrayList<>();
      int rank = superseded.indexOf(export.id());
      add(reasons, "current", current.equals(Optional.of(export.id())));
      add(reasons, "pin", pinned.equals(Optional.of(export.id())));
      add(reasons, "previous", rank == 0 && count > 1);
      add(reasons, "keep", keeps(export));
      add(reasons, "count", rank >= 0 && rank < count - 1 && within(maxAge, export, now));
      add(reasons, "minAge", within(minAge, export, now));
      holds.put(export.id(), List.copyOf(reasons));
    }
    return holds;
  }

  private static void add(List<String> reasons, String reason, boolean holds) {
    if (holds) {
      reasons.add(reason);
    }
  }

  /// An export that was never published ages from its making: its writer may be about to flip.
  private static boolean within(Duration age, Export export, Instant now) {
    Instant since = export.supersededAt().orElse(export.exportedAt());
    return Duration.between(since, now).compareTo(age) < 0;
  }

  private boolean keeps(Export export) {
    String revision = export.revision();
    int at = revision.lastIndexOf('@');
    return keep.stream()
        .anyMatch(kept ->
            kept.equals(export.id().text())
                || (at > 0 && kept.equals(revision.substring(0, at)))
                || (kept.matches("[0-9a-f]{7,40}") && export.commit().startsWith(kept)));
  }
}
