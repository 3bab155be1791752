package dev.gitexport.export;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Expands `$Format:…$` as git archive does for files with `export-subst`. Placeholders that are
/// not known stay as they stand. Thread safe.
final class KeywordExpansion {

  /// Bytes of the largest file with keywords: they are expanded in memory.
  static final int LARGEST = 64 << 20;

  private static final byte[] MARKER = "$Format:".getBytes(StandardCharsets.US_ASCII);

  /// Placeholders are at most this long: `%aI`, `%x0a`.
  private static final int LONGEST = 4;

  private final CommitPlaceholders placeholders;
  private final int largest;

  KeywordExpansion(CommitPlaceholders placeholders) {
    this(placeholders, LARGEST);
  }

  /// @param largest bytes of an expanded file
  KeywordExpansion(CommitPlaceholders placeholders, int largest) {
    this.placeholders = placeholders;
    this.largest = largest;
  }

  /// Whether there is anything to expand.
  static boolean hasKeywords(byte[] content) {
    int start = find(content, 0);
    return start >= 0 && indexOf(content, (byte) '$', start + MARKER.length) >= 0;
  }

  /// The bytes to write.
  ///
  /// @throws ExportException.LimitExceeded when they are too many
  synchronized byte[] expand(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length);
    int copied = 0;
    int start = find(content, 0);
    while (start >= 0) {
      int end = indexOf(content, (byte) '$', start + MARKER.length);
      if (end < 0) {
        break;
      }
      write(content, copied, start - copied, out);
      format(Arrays.copyOfRange(content, start + MARKER.length, end), out);
      copied = end + 1;
      start = find(content, copied);
    }
    write(content, copied, content.length - copied, out);
    return out.toByteArray();
  }

  private void write(byte[] bytes, int start, int length, ByteArrayOutputStream out) {
    if (length > largest - out.size()) {
      throw new ExportException.LimitExceeded(
          "a file with export-subst grows beyond "
              + largest
              + " bytes when its $Format:…$ is expanded; use less of it, or unset export-subst");
    }
    out.write(bytes, start, length);
  }

  private void format(byte[] format, ByteArrayOutputStream out) {
    int at = 0;
    while (at < format.length) {
      int length = format[at] == '%' ? placeholder(format, at, out) : 0;
      if (length == 0) {
        write(format, at, 1, out);
        length = 1;
      }
      at += length;
    }
  }

  /// Writes what stands for the placeholder at `at`; returns its length, 0 when it is none.
  private int placeholder(byte[] format, int at, ByteArrayOutputStream out) {
    for (int length = Math.min(LONGEST, format.length - at); length >= 2; length--) {
      String name = new String(format, at + 1, length - 1, StandardCharsets.ISO_8859_1);
      Optional<byte[]> text = placeholders.expand(name);
      if (text.isPresent()) {
        write(text.get(), 0, text.get().length, out);
        return length;
      }
    }
    return 0;
  }

  private static int find(byte[] content, int from) {
    int at = indexOf(content, MARKER[0], from);
    while (at >= 0 && at + MARKER.length <= content.length) {
      if (Arrays.equals(content, at, at + MARKER.length, MARKER, 0, MARKER.length)) {
        return at;
      }
      at = indexOf(content, MARKER[0], at + 1);
    }
    return -1;
  }

  private static int indexOf(byte[] content, byte wanted, int from) {
    for (int i = from; i < content.length; i++) {
      if (content[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}
