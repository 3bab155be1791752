package dev.gitexport.export;

/// What a volume can do, as a probe found it.
///
/// @param hardlinks second names for an inode
/// @param reflinks copies that share blocks
/// @param folds names that differ in case or Unicode form are one
/// @param longestName bytes
record VolumeTraits(boolean hardlinks, boolean reflinks, boolean folds, int longestName) {}
