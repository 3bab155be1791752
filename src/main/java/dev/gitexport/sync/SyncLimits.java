package dev.gitexport.sync;

/// What goes beyond is not committed.
///
/// @param maxFileSize in bytes; a larger file is held back and named
/// @param maxDeletions in percent of the tracked files, where more than 10 are tracked
public record SyncLimits(long maxFileSize, int maxDeletions) {

  public static final SyncLimits DEFAULT = new SyncLimits(50L * 1024 * 1024, 50);

  public SyncLimits {
    if (maxFileSize < 0 || maxDeletions < 0 || maxDeletions > 100) {
      throw new IllegalArgumentException(
          "maxFileSize is a number of bytes, maxDeletions a percentage from 0 to 100");
    }
  }
}
