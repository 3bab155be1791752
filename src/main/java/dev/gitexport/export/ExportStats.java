package dev.gitexport.export;

import java.util.List;

/// What one export cost and holds. `files` = linked + reflinked + written.
///
/// @param files regular files
/// @param linkedFiles of them, hardlinks to a prior export's file
/// @param reflinkedFiles of them, copies that share blocks with a prior's
/// @param writtenFiles of them, written from the repository
/// @param bytes apparent size of all files
/// @param writtenBytes bytes of the written files
/// @param symlinks written as links, shared directories among them
/// @param mismatches priors' files that were not what their index says, written anew
/// @param refusedLinks hardlinks that the file system refused
/// @param submodules paths of gitlinks, which are empty directories
/// @param skippedSymlinks paths that [SymlinkPolicy#SKIP] left out
public record ExportStats(
    long files,
    long linkedFiles,
    long reflinkedFiles,
    long writtenFiles,
    long bytes,
    long writtenBytes,
    long symlinks,
    long directories,
    long mismatches,
    long refusedLinks,
    List<String> submodules,
    List<String> skippedSymlinks) {

  /// Of an export whose record was lost.
  static final ExportStats UNKNOWN =
      new ExportStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of(), List.of());

  public ExportStats {
    submodules = List.copyOf(submodules);
    skippedSymlinks = List.copyOf(skippedSymlinks);
  }

  /// Bytes that this export did not need on the volume.
  public long savedBytes() {
    return bytes - writtenBytes;
  }

  /// How unchanged files were shared: `Hardlink`, `Reflink` or `Copy`; `Hardlink` when there was
  /// nothing to share and nothing refused.
  public String method() {
    if (linkedFiles > 0 || refusedLinks == 0) {
      return "Hardlink";
    }
    return reflinkedFiles > 0 ? "Reflink" : "Copy";
  }
}
