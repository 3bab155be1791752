package dev.gitexport.export;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// Everything besides the tree that decides what an export looks like. Two exports of one tree with
/// equal settings are equal.
///
/// @param include gitignore patterns of what is exported; empty means everything
/// @param ignore gitignore text of what is not
/// @param recurseSubmodules follow gitlinks into the repositories that they name
/// @param lfs export what LFS pointers name instead of the pointers
/// @param exportAttributes honour `export-ignore` and `export-subst`, as git archive does
/// @param shared directories that outlive exports, as paths inside the tree
public record ExportSettings(
    List<String> include,
    String ignore,
    boolean recurseSubmodules,
    boolean lfs,
    boolean exportAttributes,
    SymlinkPolicy symlinks,
    Permissions permissions,
    List<String> shared) {

  public static final ExportSettings DEFAULT =
      new ExportSettings(
          List.of(),
          "",
          false,
          false,
          true,
          SymlinkPolicy.CONTAINED,
          Permissions.DEFAULT,
          List.of());

  public ExportSettings {
    include = List.copyOf(include);
    shared = List.copyOf(shared);
    for (String path : shared) {
      for (String name : List.of(path.split("/", -1))) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0) {
          throw new IllegalArgumentException(
              "a shared path is relative and holds no '.' or '..': " + path);
        }
      }
      for (String other : shared) {
        if (other.startsWith(path + "/")) {
          throw new IllegalArgumentException(
              "shared paths do not lie inside each other: " + path + ", " + other);
        }
      }
    }
  }

  /// 16 hex digits that differ when any setting does.
  public String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Object part :
          List.of(
              include,
              ignore,
              recurseSubmodules,
              lfs,
              exportAttributes,
              symlinks,
              permissions,
              shared)) {
        byte[] bytes = part.toString().getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
