package dev.gitexport.git;

import java.time.Duration;

/// When a store is due for garbage collection by itself (git-gc(1), `--auto`).
///
/// @param looseObjects more than these are too many, as `gc.auto`; 0 never looks at them
/// @param packs likewise, as `gc.autoPackLimit`
/// @param grace how long objects stay that nothing reaches: a reader may still hold them
public record GcPolicy(int looseObjects, int packs, Duration grace) {

  /// git's own thresholds. The grace is shorter than git's: nobody works in a store, and all of it
  /// can be fetched again.
  public static final GcPolicy DEFAULT = new GcPolicy(6_700, 50, Duration.ofDays(1));

  public GcPolicy {
    if (looseObjects < 0 || packs < 0 || grace.isNegative()) {
      throw new IllegalArgumentException("thresholds and grace of a store's gc are not negative");
    }
  }

  boolean hasManyPacks(int count) {
    return packs > 0 && count > packs;
  }

  /// As git guesses: objects spread evenly over 256 directories, of which one is counted.
  boolean hasManyLooseObjects(long inOneDirectory) {
    return looseObjects > 0 && inOneDirectory > (looseObjects + 255) / 256;
  }
}
