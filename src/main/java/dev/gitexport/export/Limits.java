package dev.gitexport.export;

/// What one export may hold at most. Sizes are apparent: a blob under 100 names counts 100 times.
///
/// @param maxBytes of all files together
/// @param maxFiles files, symlinks and directories
/// @param maxFileBytes of one file
public record Limits(long maxBytes, long maxFiles, long maxFileBytes) {

  public static final Limits DEFAULT = new Limits(20L << 30, 1_000_000, 2L << 30);

  /// Sizes in an index file have 32 bits.
  static final long LARGEST_FILE = 0xffff_ffffL;

  /// None but what the layout on the volume sets.
  static final Limits WIDEST = new Limits(Long.MAX_VALUE, Long.MAX_VALUE, LARGEST_FILE);

  public Limits {
    if (maxFileBytes > LARGEST_FILE) {
      throw new IllegalArgumentException(
          "limits.maxFileBytes is at most 4Gi - 1: an index file holds no larger size");
    }
    if (maxBytes < 1 || maxFiles < 1 || maxFileBytes < 1) {
      throw new IllegalArgumentException("limits are positive numbers");
    }
  }
}
