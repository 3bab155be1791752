package dev.gitexport.export;

/// What the walk of one tree may still cost. A few objects are enough for a tree of any size, since
/// it may hold one subtree many times.
final class TreeBudget {

  /// Of all shown paths together: the plan keeps them in memory.
  private static final long MOST_PATH_BYTES = 512L << 20;

  /// Entries seen for every one that may be shown.
  private static final long SEEN_PER_SHOWN = 10;

  private final long maxEntries;
  private final long maxPathBytes;
  private long seen;
  private long shown;
  private long pathBytes;

  TreeBudget(long maxEntries) {
    this(maxEntries, MOST_PATH_BYTES);
  }

  TreeBudget(long maxEntries, long maxPathBytes) {
    this.maxEntries = maxEntries;
    this.maxPathBytes = maxPathBytes;
  }

  /// Counts the entries of a directory, whether they are going to be shown or not.
  void see(int entries) {
    seen += entries;
    if (seen > SEEN_PER_SHOWN * Math.min(maxEntries, Long.MAX_VALUE / SEEN_PER_SHOWN)) {
      throw new ExportException.LimitExceeded(
          "the tree has more than "
              + SEEN_PER_SHOWN
              + " times the "
              + maxEntries
              + " entries of limits.maxFiles, those that are left out counted;"
              + " raise it, or leave out whole directories with ignore");
    }
  }

  /// Counts an entry to export.
  void show(int length) {
    shown++;
    if (shown > maxEntries) {
      throw new ExportException.LimitExceeded(
          "the tree has more than "
              + maxEntries
              + " entries; raise limits.maxFiles or export less of it with include and ignore");
    }
    pathBytes += length;
    if (pathBytes > maxPathBytes) {
      throw new ExportException.LimitExceeded(
          "the paths of the tree have more than "
              + maxPathBytes
              + " bytes together; export less of it with include and ignore");
    }
  }
}
