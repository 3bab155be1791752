package dev.gitexport.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// An export's manifest: a git index file, version 2 (gitformat-index(5)), with for every entry its
/// path, mode, the id of the bytes on disk, size and modification time. Entries are sorted by the
/// bytes of their paths. Read through cursors, so that a million entries cost one array.
final class ExportIndex {

  static final int FILE = 0100644;
  static final int EXECUTABLE = 0100755;
  static final int SYMLINK = 0120000;
  static final int SUBMODULE = 0160000;

  static final int HEADER = 12;
  static final int FIXED = 62;
  static final int TRAILER = 20;
  static final int SIGNATURE = 0x44495243; // DIRC
  static final int VERSION = 2;

  private final byte[] bytes;
  private final ByteBuffer data;
  private final int count;

  private ExportIndex(byte[] bytes, ByteBuffer data, int count) {
    this.bytes = bytes;
    this.data = data;
    this.count = count;
  }

  /// @throws IOException when the file cannot be read, or is damaged
  static ExportIndex read(Path file) throws IOException {
    return of(Files.readAllBytes(file), file.toString());
  }

  static ExportIndex of(byte[] bytes, String name) throws IOException {
    ByteBuffer data = ByteBuffer.wrap(bytes);
    if (bytes.length < HEADER + TRAILER
        || data.getInt(0) != SIGNATURE
        || data.getInt(4) != VERSION) {
      throw new IOException("not an index file of version 2: " + name);
    }
    MessageDigest digest = Constants.newMessageDigest();
    digest.update(bytes, 0, bytes.length - TRAILER);
    if (!Arrays.equals(digest.digest(), 0, TRAILER, bytes, bytes.length - TRAILER, bytes.length)) {
      throw new IOException("damaged index file, its checksum differs: " + name);
    }
    return new ExportIndex(bytes, data, data.getInt(8));
  }

  int count() {
    return count;
  }

  Cursor cursor() {
    return new Cursor();
  }

  /// Where the entry after one with a path of `length` bytes at `offset` begins.
  static int next(int offset, int length) {
    return offset + (FIXED + length + 8) / 8 * 8;
  }

  /// Walks the entries in order. Starts before the first.
  final class Cursor {
    private int at = -1;
    private int offset;
    private int length;

    /// False after the last.
    boolean next() {
      offset = at < 0 ? HEADER : ExportIndex.next(offset, length);
      at++;
      if (at >= count) {
        return false;
      }
      length = data.getShort(offset + 60) & 0xfff;
      if (length == 0xfff) { // longer names are ended by their padding only
        int end = offset + FIXED + length;
        while (data.get(end) != 0) {
          end++;
        }
        length = end - offset - FIXED;
      }
      return true;
    }

    /// Moves to the first entry at or after `path`, never backwards; true when it is `path`.
    boolean seek(byte[] path, int pathLength) {
      if (at < 0 && !next()) {
        return false;
      }
      while (at < count) {
        int order = compare(path, 0, pathLength);
        if (order >= 0) {
          return order == 0;
        }
        next();
      }
      return false;
    }

    /// Byte order of the two paths.
    int comparePath(Cursor other) {
      return -other.compare(bytes, offset + FIXED, length);
    }

    private int compare(byte[] path, int from, int pathLength) {
      int own = offset + FIXED;
      return Arrays.compareUnsigned(bytes, own, own + length, path, from, from + pathLength);
    }

    int mode() {
      return data.getInt(offset + 24);
    }

    boolean isFile() {
      return (mode() & 0170000) == 0100000;
    }

    boolean isExecutable() {
      return mode() == EXECUTABLE;
    }

    boolean holds(AnyObjectId id) {
      return id.compareTo(bytes, offset + 40) == 0;
    }

    ObjectId id() {
      return ObjectId.fromRaw(bytes, offset + 40);
    }

    Stamp stamp() {
      return new Stamp(
          data.getInt(offset + 36) & 0xffffffffL,
          data.getInt(offset + 8) & 0xffffffffL,
          data.getInt(offset + 12));
    }

    String path() {
      return new String(bytes, offset + FIXED, length, StandardCharsets.UTF_8);
    }
  }
}
