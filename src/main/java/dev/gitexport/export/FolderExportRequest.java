package dev.gitexport.export;

import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.TreeSource;
import java.nio.file.Path;
import java.util.List;

/// A tree to export into a plain folder, without a target's layout around it.
///
/// @param folder absent or empty; missing parents are made
/// @param priors folders that hold exports already, for links
/// @param trustPriors take the priors for what their trees say, unread
public record FolderExportRequest(
    ResolvedTree tree,
    TreeSource source,
    Path folder,
    List<Prior> priors,
    boolean trustPriors,
    ExportSettings settings,
    Sharing sharing,
    Limits limits) {

  public FolderExportRequest {
    folder = folder.toAbsolutePath().normalize();
    priors = List.copyOf(priors);
  }

  /// A folder that `tree` was exported to.
  public record Prior(ResolvedTree tree, Path folder) {}
}
