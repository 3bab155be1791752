package dev.gitexport.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// Octal modes as Java has them.
final class PosixModes {

  private static final PosixFilePermission[] BY_BIT = {
    PosixFilePermission.OTHERS_EXECUTE,
    PosixFilePermission.OTHERS_WRITE,
    PosixFilePermission.OTHERS_READ,
    PosixFilePermission.GROUP_EXECUTE,
    PosixFilePermission.GROUP_WRITE,
    PosixFilePermission.GROUP_READ,
    PosixFilePermission.OWNER_EXECUTE,
    PosixFilePermission.OWNER_WRITE,
    PosixFilePermission.OWNER_READ
  };

  private PosixModes() {}

  static Set<PosixFilePermission> of(int mode) {
    EnumSet<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < BY_BIT.length; bit++) {
      if ((mode & 1 << bit) != 0) {
        permissions.add(BY_BIT[bit]);
      }
    }
    return Collections.unmodifiableSet(permissions);
  }

  /// Gives a directory of ours its group and mode.
  static void dress(Path directory, Permissions permissions) throws IOException {
    if (permissions.gid() != Permissions.KEEP_GROUP) {
      Files.setAttribute(directory, "unix:gid", permissions.gid(), LinkOption.NOFOLLOW_LINKS);
    }
    Files.setPosixFilePermissions(directory, of(permissions.dirMode()));
  }
}
