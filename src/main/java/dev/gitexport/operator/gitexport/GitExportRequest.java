package dev.gitexport.operator.gitexport;

import dev.gitexport.export.ExportSettings;
import dev.gitexport.export.Limits;
import dev.gitexport.export.Publication;
import dev.gitexport.export.Sharing;
import dev.gitexport.git.Treeish;
import dev.gitexport.operator.source.GitSource;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// A GitExport resource, checked and in the engine's own words.
///
/// @param options what else is asked of the source
/// @param interval how often the source is looked at
/// @param timeout for one look and fetch
public record GitExportRequest(
    GitSource source,
    Treeish treeish,
    SourceOptions options,
    Publication publication,
    ExportSettings settings,
    Sharing sharing,
    Limits limits,
    Duration interval,
    Duration timeout) {

  /// A commit named by its full id never changes, nor does anything counted from it.
  private static final Pattern IMMUTABLE = Pattern.compile("[0-9a-f]{40}([~^:].*)?");

  /// Whether no later look at the source could find another tree.
  boolean isImmutable() {
    return IMMUTABLE.matcher(treeish.text()).matches();
  }

  /// Whether nothing is asked of the source but the tree of its treeish: no signatures, no refs,
  /// and not what retention keeps by names.
  boolean isForTreeAlone() {
    return options.verification().isEmpty()
        && options.refspecs().isEmpty()
        && !KeptRevisions.areNamed(publication.retention());
  }

  /// The same without the refs that refspecs name.
  GitExportRequest withoutRefspecs() {
    var fewer = new SourceOptions(options.verification(), Optional.empty());
    return new GitExportRequest(
        source, treeish, fewer, publication, settings, sharing, limits, interval, timeout);
  }

  /// The same for another treeish.
  public GitExportRequest of(Treeish treeish) {
    return new GitExportRequest(
        source, treeish, options, publication, settings, sharing, limits, interval, timeout);
  }
}
