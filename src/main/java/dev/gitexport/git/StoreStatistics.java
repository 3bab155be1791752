package dev.gitexport.git;

/// How a store is doing. Sizes are bytes on disk.
///
/// @param deepestDeltaChain how many deltas have to be applied for the worst object; 0 without
///   deltas
public record StoreStatistics(
    int packs,
    long packBytes,
    long packedObjects,
    long looseObjects,
    long looseBytes,
    int refs,
    int deepestDeltaChain) {}
