package dev.gitexport.git;

import org.eclipse.jgit.lib.ObjectId;

/// A treeish after resolution.
///
/// @param revision where the tree comes from
/// @param tree the tree to export
/// @param wholeCommit true when `tree` is the commit's own root tree. Only then does git archive
///   know the commit and expand `export-subst`; a `rev:path` or a tree id has none.
public record ResolvedTree(Revision revision, ObjectId tree, boolean wholeCommit) {}
