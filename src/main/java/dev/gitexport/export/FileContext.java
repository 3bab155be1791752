package dev.gitexport.export;

import dev.gitexport.git.ResolvedTree;

/// What is known of a file by where it stands.
///
/// @param repository that it is in, the exported one or a submodule
/// @param substituted whether `export-subst` is set
/// @param lfs whether an LFS server may keep its content
record FileContext(ResolvedTree repository, boolean substituted, boolean lfs) {}
