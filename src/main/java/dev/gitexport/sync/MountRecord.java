package dev.gitexport.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gitexport.files.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Remembers on which mount a folder was when it was last committed: a directory that a volume is
/// to be mounted on is there without the volume, too. Device numbers change when a machine starts
/// anew, mount points do not.
///
/// @param file of the record; need not exist
record MountRecord(Path folder, Path file) {

  /// Whether the folder is on another mount than it was.
  boolean differs() throws IOException {
    return Files.exists(file) && !Files.readString(file).equals(mountPoint().toString());
  }

  void write() throws IOException {
    String now = mountPoint().toString();
    if (!Files.exists(file) || !Files.readString(file).equals(now)) {
      // Empty after a power cut, it would name no mount that there is.
      Durable.replace(file, now.getBytes(UTF_8));
    }
  }

  /// The highest directory at or above the folder that is on the folder's file system.
  Path mountPoint() throws IOException {
    Path highest = folder.toRealPath();
    Object device = device(highest);
    for (Path above = highest.getParent();
        above != null && device(above).equals(device);
        above = above.getParent()) {
      highest = above;
    }
    return highest;
  }

  private static Object device(Path path) throws IOException {
    return Files.getAttribute(path, "unix:dev", LinkOption.NOFOLLOW_LINKS);
  }
}
