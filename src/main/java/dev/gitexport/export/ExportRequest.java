package dev.gitexport.export;

import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.TreeSource;

/// One export to make and publish.
///
/// @param source holds the objects of `tree`; stays open during the export
public record ExportRequest(
    Publication publication,
    ResolvedTree tree,
    TreeSource source,
    ExportSettings settings,
    Sharing sharing,
    Limits limits) {}
