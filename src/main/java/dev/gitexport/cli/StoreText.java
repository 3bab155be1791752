package dev.gitexport.cli;

import dev.gitexport.git.StoreStatistics;
import java.util.Locale;

/// How a store is doing, for people.
final class StoreText {

  private StoreText() {}

  static String of(StoreStatistics statistics) {
    return String.format(
        Locale.ROOT,
        """
        packs   %,d with %,d objects, %s
        loose   %,d objects, %s
        refs    %,d
        deltas  at most %,d deep
        """,
        statistics.packs(),
        statistics.packedObjects(),
        new ByteCount(statistics.packBytes()),
        statistics.looseObjects(),
        new ByteCount(statistics.looseBytes()),
        statistics.refs(),
        statistics.deepestDeltaChain());
  }
}
