package dev.gitexport.report;

import dev.gitexport.git.FetchedRef;
import java.util.List;

/// What a fetch by refspecs did to the refs of a store.
///
/// @param updated whether any ref changed
/// @param rejected whether one was left as it was, because it would have lost commits
public record FetchReport(String repository, boolean updated, boolean rejected, List<Change> refs) {

  public FetchReport {
    refs = List.copyOf(refs);
  }

  /// @param update `New`, `Unchanged`, `Updated`, `Forced` or `Rejected`
  public record Change(String source, String ref, String before, String after, String update) {}

  public static FetchReport of(String repository, List<FetchedRef> fetched) {
    List<Change> refs =
        fetched.stream()
            .map(ref ->
                new Change(ref.source(), ref.ref(), ref.before(), ref.after(), word(ref.update())))
            .toList();
    return new FetchReport(
        repository,
        refs.stream().anyMatch(ref -> !List.of("Unchanged", "Rejected").contains(ref.update())),
        refs.stream().anyMatch(ref -> ref.update().equals("Rejected")),
        refs);
  }

  private static String word(FetchedRef.Update update) {
    return switch (update) {
      case NEW -> "New";
      case UNCHANGED -> "Unchanged";
      case UPDATED -> "Updated";
      case FORCED -> "Forced";
      case REJECTED -> "Rejected";
    };
  }
}
