package dev.gitexport.export;

/// A path of an export that is not what its index says.
///
/// @param what in words: `missing`, `content differs`, `mode differs`, `not in the index`
public record Damage(String path, String what) {}
