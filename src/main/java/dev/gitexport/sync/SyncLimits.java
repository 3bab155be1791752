package dev.gitexport.sync;

/// What goes beyond is not committed.
///
/// @param maxFileSize in bytes; a larger file is held back and named
/// @param maxDeletions beyond which nothing is committed
public record SyncLimits(long maxFileSize, MaxDeletions maxDeletions) {

  public static final SyncLimits DEFAULT =
      new SyncLimits(50L * 1024 * 1024, new MaxDeletions(50, true));

  public SyncLimits {
    if (maxFileSize < 0) {
      throw new IllegalArgumentException("maxFileSize is a number of bytes");
    }
  }
}
