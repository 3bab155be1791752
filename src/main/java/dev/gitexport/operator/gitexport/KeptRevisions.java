package dev.gitexport.operator.gitexport;

import dev.gitexport.export.ExportId;
import dev.gitexport.export.ExportOutcome;
import dev.gitexport.export.Publication;
import dev.gitexport.export.Retention;
import dev.gitexport.git.GitException;
import dev.gitexport.git.TreeSource;
import dev.gitexport.git.Treeish;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/// What `retention.keep` names, as commits. An export of `main` is kept by the tag `v1.0.0` too
/// when that is its commit; only the repository knows.
final class KeptRevisions {

  private KeptRevisions() {}

  /// The names stay beside the commits: an export that was made by the name is kept by it even when
  /// the tag is gone.
  static Publication resolve(Publication publication, TreeSource source) {
    Retention retention = publication.retention();
    Set<String> keep = new HashSet<>(retention.keep());
    retention.keep().stream()
        .filter(KeptRevisions::isName)
        .forEach(name -> addCommit(keep, name, source));
    return new Publication(
        publication.target(),
        publication.owner(),
        publication.link(),
        publication.pin(),
        new Retention(retention.count(), retention.minAge(), retention.maxAge(), keep));
  }

  /// Without a look at the repository a name may keep anything: then nothing is pruned.
  static ExportOutcome sparingNames(ExportOutcome outcome, Retention retention) {
    if (!areNamed(retention)) {
      return outcome;
    }
    return switch (outcome) {
      case ExportOutcome.Published(var current, _) ->
          new ExportOutcome.Published(current, List.of());
      case ExportOutcome.RolledBack(var current, _) ->
          new ExportOutcome.RolledBack(current, List.of());
      case ExportOutcome.UpToDate(var current, _) -> new ExportOutcome.UpToDate(current, List.of());
    };
  }

  /// Whether only the repository knows what some of them are.
  static boolean areNamed(Retention retention) {
    return retention.keep().stream().anyMatch(KeptRevisions::isName);
  }

  private static void addCommit(Set<String> keep, String name, TreeSource source) {
    Optional<ObjectId> named = source.named(name);
    if (named.isPresent()) {
      keep.add(named.get().name());
      return;
    }
    try {
      keep.add(source.resolve(new Treeish(name)).revision().id().name());
    } catch (GitException.TreeishNotFound _) {
      // It was never there, or is no more; its name still keeps what was exported by it.
    }
  }

  private static boolean isName(String kept) {
    return ExportId.parse(kept).isEmpty() && !kept.matches("[0-9a-f]{7,40}") && !kept.isBlank();
  }
}
