package dev.gitexport.operator.gitexport;

import dev.gitexport.api.v1alpha1.GitExportStatus.RefStatus;
import dev.gitexport.git.FetchedRef;
import dev.gitexport.report.FetchReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What fetches by refspecs did, as status and events tell it.
final class FetchedRefs {

  private static final int MOST = 100;
  private static final String REJECTED = "Rejected";

  private FetchedRefs() {}

  /// A fetch that changes nothing leaves what status says of the last one that did.
  static List<RefStatus> status(List<FetchedRef> fetched, List<RefStatus> observed) {
    List<RefStatus> changes = changes(fetched);
    if (fetched.isEmpty() || changes.stream().anyMatch(ref -> !isRejected(ref))) {
      return changes.stream().limit(MOST).toList();
    }
    List<RefStatus> all =
        new ArrayList<>(observed.stream().filter(ref -> !isRejected(ref)).toList());
    all.addAll(changes);
    return all.stream().limit(MOST).toList();
  }

  /// A line of what changed; empty when nothing did.
  static String updated(List<FetchedRef> fetched) {
    return line(changes(fetched).stream().filter(ref -> !isRejected(ref)).toList());
  }

  /// Likewise of what was left as it was.
  static String rejected(List<FetchedRef> fetched) {
    return line(changes(fetched).stream().filter(FetchedRefs::isRejected).toList());
  }

  private static String line(List<RefStatus> refs) {
    return refs.stream()
        .map(ref -> "%s %s at %s".formatted(ref.update(), ref.ref(), ref.id().substring(0, 7)))
        .collect(Collectors.joining(", "));
  }

  private static boolean isRejected(RefStatus ref) {
    return ref.update().equals(REJECTED);
  }

  private static List<RefStatus> changes(List<FetchedRef> fetched) {
    return FetchReport.of("", fetched).refs().stream()
        .filter(ref -> !ref.update().equals("Unchanged"))
        .map(ref -> new RefStatus(ref.ref(), ref.after(), ref.update()))
        .toList();
  }
}
