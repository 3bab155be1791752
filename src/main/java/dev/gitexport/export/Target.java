package dev.gitexport.export;

import java.nio.file.Path;
import java.util.List;

/// The directory that holds one resource's exports, by its place on the volume.
///
/// @param volume where the volume is mounted
/// @param path below it, `namespace/name`, or one name on a claim of its own
public record Target(Path volume, String path) {

  public Target {
    volume = volume.toAbsolutePath().normalize();
    for (String name : List.of(path.split("/", -1))) {
      if (name.isEmpty() || name.startsWith(".") || name.indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "a target is names separated by '/', none empty or with a leading dot: " + path);
      }
    }
  }

  public Path directory() {
    return volume.resolve(path);
  }
}
