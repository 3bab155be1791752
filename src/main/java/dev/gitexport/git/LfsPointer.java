package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands in a tree for content that an LFS server keeps: git-lfs's pointer file, version 1.
///
/// @param oid SHA-256 of the content, 64 hex digits
/// @param size of the content in bytes
public record LfsPointer(String oid, long size) {

  /// Bytes of the largest pointer file, by its specification.
  public static final int LARGEST = 1024;

  private static final String SHA256 = "[0-9a-f]{64}";

  private static final Pattern FORM =
      Pattern.compile(
          "version https://git-lfs\\.github\\.com/spec/v1\\n"
              + "oid sha256:(?<oid>"
              + SHA256
              + ")\\n"
              + "size (?<size>0|[1-9][0-9]{0,17})\\n?");

  /// The id becomes a file's name.
  public LfsPointer {
    if (!oid.matches(SHA256) || size < 0) {
      throw new IllegalArgumentException("an LFS object has a SHA-256 and a size");
    }
  }

  /// Empty for what is no pointer: git-lfs leaves that as it is.
  public static Optional<LfsPointer> parse(byte[] content) {
    if (content.length > LARGEST) {
      return Optional.empty();
    }
    Matcher matcher = FORM.matcher(new String(content, UTF_8));
    return matcher.matches()
        ? Optional.of(new LfsPointer(matcher.group("oid"), Long.parseLong(matcher.group("size"))))
        : Optional.empty();
  }
}
