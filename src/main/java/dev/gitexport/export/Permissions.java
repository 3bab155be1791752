package dev.gitexport.export;

/// Modes of what an export holds. A file that git calls executable gets the execute bit wherever
/// `fileMode` has the read bit.
///
/// @param gid numeric group, or [#KEEP_GROUP]
public record Permissions(int gid, int fileMode, int dirMode) {

  public static final int KEEP_GROUP = -1;

  /// Readable by all, writable by none: readers run as another user.
  public static final Permissions DEFAULT = new Permissions(KEEP_GROUP, 0444, 0755);

  public Permissions {
    if (gid < KEEP_GROUP) {
      throw new IllegalArgumentException("permissions.gid is a group number: " + gid);
    }
    if ((fileMode & ~0777) != 0 || (fileMode & 0400) == 0) {
      throw new IllegalArgumentException(
          "permissions.fileMode is an octal mode up to 0777 that its owner can read");
    }
    if ((dirMode & ~0777) != 0 || (dirMode & 0700) != 0700) {
      throw new IllegalArgumentException(
          "permissions.dirMode is an octal mode up to 0777 with 07 for its owner");
    }
  }

  int fileMode(boolean executable) {
    return executable ? fileMode | (fileMode & 0444) >> 2 : fileMode;
  }
}
