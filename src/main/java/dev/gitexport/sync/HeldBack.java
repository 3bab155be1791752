package dev.gitexport.sync;

/// A path that was left out of a commit.
///
/// @param why what it is, and what would let it in
public record HeldBack(String path, String why) {}
