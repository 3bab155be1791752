package dev.gitexport.export;

import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.Revision;
import dev.gitexport.git.TreeSource;
import java.time.Instant;
import java.util.List;

/// Chooses link or write for every file of a tree, against the priors. Writes nothing.
///
/// The tree and the newest prior's manifest are walked side by side, so a file that did not change
/// costs a comparison. Only for the others the remaining priors are searched.
final class ExportPlanner {

  private final ExportSettings settings;
  private final Limits limits;
  private final VolumeTraits traits;
  private final boolean linked;
  private final Instant now;

  /// @param linked whether files of priors may become files of the new export
  /// @param now when the export is made
  ExportPlanner(
      ExportSettings settings, Limits limits, VolumeTraits traits, boolean linked, Instant now) {
    this.settings = settings;
    this.limits = limits;
    this.traits = traits;
    this.linked = linked;
    this.now = now;
  }

  /// @param priors newest first
  /// @throws ExportException.UnsafeTree when something in the tree must not be written
  /// @throws ExportException.LimitExceeded when it is too large
  /// @throws MissingContent when the source has to bring something first
  ExportPlan plan(ResolvedTree tree, TreeSource source, TreeObjects objects, List<Prior> priors) {
    LfsFiles lfs = new LfsFiles(source, objects, linked);
    PlanDraft draft = new PlanDraft(objects, limits, priors, new KeywordFiles(objects, tree), lfs);
    new TreeScan(source, objects, settings, new TreeNames(traits), limits.maxFiles(), draft)
        .run(tree);
    lfs.requireAll();
    draft.searchLinks(seconds(tree.revision()));
    return draft.finish(settings.symlinks());
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
