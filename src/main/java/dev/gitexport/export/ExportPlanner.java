package dev.gitexport.export;

import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.revwalk.RevCommit;

/// Chooses link or write for every file of a tree, against the priors. Writes nothing.
///
/// The tree and the newest prior's manifest are walked side by side, so a file that did not change
/// costs a comparison. Only for the others the remaining priors are searched.
final class ExportPlanner {

  private final ExportSettings settings;
  private final Limits limits;
  private final VolumeTraits traits;
  private final Instant now;

  /// @param now when the export is made
  ExportPlanner(ExportSettings settings, Limits limits, VolumeTraits traits, Instant now) {
    this.settings = settings;
    this.limits = limits;
    this.traits = traits;
    this.now = now;
  }

  /// @param priors newest first
  /// @throws ExportException.UnsafeTree when something in the tree must not be written
  /// @throws ExportException.LimitExceeded when it is too large
  ExportPlan plan(ResolvedTree tree, TreeObjects objects, List<Prior> priors) {
    PlanDraft draft = new PlanDraft(objects, limits, priors, expansion(tree, objects));
    new TreeScan(objects, settings, new TreeNames(traits), limits.maxFiles(), draft)
        .run(tree.tree());
    draft.searchLinks(seconds(tree.revision()));
    return draft.finish(settings.symlinks());
  }

  private static Optional<KeywordExpansion> expansion(ResolvedTree tree, TreeObjects objects) {
    if (tree.wholeCommit() && tree.revision() instanceof Revision.OfCommit commit) {
      RevCommit parsed = RevCommit.parse(objects.commit(commit.id()));
      return Optional.of(new KeywordExpansion(new CommitPlaceholders(parsed, objects.reader())));
    }
    return Optional.empty();
  }

  /// The commit's time, never before 1970 nor in the future; a bare tree has the export's.
  private long seconds(Revision revision) {
    return switch (revision) {
      case Revision.OfCommit(_, _, var time) ->
          Math.clamp(time.getEpochSecond(), 0L, now.getEpochSecond());
      case Revision.OfTree _ -> now.getEpochSecond();
    };
  }
}
