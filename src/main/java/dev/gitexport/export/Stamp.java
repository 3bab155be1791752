package dev.gitexport.export;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/// What tells a reader that a file changed: size and modification time.
///
/// @param size bytes, below 2^32
/// @param seconds since the epoch
/// @param nanos of that second
record Stamp(long size, long seconds, int nanos) {

  static final Stamp ZERO = new Stamp(0, 0, 0);

  static Stamp of(BasicFileAttributes attributes) {
    Instant modified = attributes.lastModifiedTime().toInstant();
    return new Stamp(attributes.size(), modified.getEpochSecond(), modified.getNano());
  }

  FileTime modified() {
    return FileTime.from(Instant.ofEpochSecond(seconds, nanos));
  }

  Stamp secondLater() {
    return new Stamp(size, seconds + 1, nanos);
  }
}
