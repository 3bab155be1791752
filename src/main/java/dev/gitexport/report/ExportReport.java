package dev.gitexport.report;

import dev.gitexport.export.Export;
import dev.gitexport.export.ExportId;
import dev.gitexport.export.ExportOutcome;
import dev.gitexport.export.ExportStats;
import dev.gitexport.export.Target;
import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.Revision;
import java.nio.file.Path;
import java.util.List;

/// What one export gave. Of `files`, `linked` are hardlinks, `reflinked` share blocks and `written`
/// came from the repository; `savedBytes` is `bytes` less `writtenBytes`.
public sealed interface ExportReport {

  String revision();

  long files();

  long linked();

  long written();

  long bytes();

  long savedBytes();

  /// A tree in a plain folder.
  ///
  /// @param target the folder
  /// @param commit empty when a bare tree was exported
  /// @param mismatches prior files that were not what their trees say, written anew
  record OfFolder(
      String target,
      String revision,
      String commit,
      String tree,
      String method,
      long files,
      long linked,
      long reflinked,
      long written,
      long bytes,
      long writtenBytes,
      long savedBytes,
      long symlinks,
      long directories,
      long mismatches,
      long refusedLinks,
      List<String> submodules,
      List<String> skippedSymlinks)
      implements ExportReport {

    public OfFolder {
      submodules = List.copyOf(submodules);
      skippedSymlinks = List.copyOf(skippedSymlinks);
    }
  }

  /// What a target's link points to after a run.
  ///
  /// @param result `Published`, `RolledBack` or `UpToDate`; the counts are those of the export,
  ///   whenever it was made
  /// @param target its place on the volume
  /// @param prunable exports that retention no longer holds
  record OfTarget(
      String result,
      String target,
      String export,
      String revision,
      String commit,
      String tree,
      String method,
      long files,
      long linked,
      long reflinked,
      long written,
      long bytes,
      long writtenBytes,
      long savedBytes,
      long symlinks,
      long directories,
      long mismatches,
      long refusedLinks,
      List<String> submodules,
      List<String> skippedSymlinks,
      List<String> prunable)
      implements ExportReport {

    public OfTarget {
      submodules = List.copyOf(submodules);
      skippedSymlinks = List.copyOf(skippedSymlinks);
      prunable = List.copyOf(prunable);
    }
  }

  /// Of an export into a plain folder.
  static OfFolder of(Path folder, ResolvedTree tree, ExportStats stats) {
    return new OfFolder(
        folder.toString(),
        tree.revision().label(),
        tree.revision() instanceof Revision.OfCommit(_, var id, _) ? id.name() : "",
        tree.tree().name(),
        stats.method(),
        stats.files(),
        stats.linkedFiles(),
        stats.reflinkedFiles(),
        stats.writtenFiles(),
        stats.bytes(),
        stats.writtenBytes(),
        stats.savedBytes(),
        stats.symlinks(),
        stats.directories(),
        stats.mismatches(),
        stats.refusedLinks(),
        stats.submodules(),
        stats.skippedSymlinks());
  }

  /// Of a run on a volume.
  static OfTarget of(Target target, ExportOutcome outcome) {
    Export current = outcome.current();
    ExportStats stats = current.stats();
    return new OfTarget(
        result(outcome),
        target.path(),
        current.id().text(),
        current.revision(),
        current.commit(),
        current.tree(),
        stats.method(),
        stats.files(),
        stats.linkedFiles(),
        stats.reflinkedFiles(),
        stats.writtenFiles(),
        stats.bytes(),
        stats.writtenBytes(),
        stats.savedBytes(),
        stats.symlinks(),
        stats.directories(),
        stats.mismatches(),
        stats.refusedLinks(),
        stats.submodules(),
        stats.skippedSymlinks(),
        outcome.prunable().stream().map(ExportId::text).toList());
  }

  private static String result(ExportOutcome outcome) {
    return switch (outcome) {
      case ExportOutcome.Published _ -> "Published";
      case ExportOutcome.RolledBack _ -> "RolledBack";
      case ExportOutcome.UpToDate _ -> "UpToDate";
    };
  }
}
