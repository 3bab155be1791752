package dev.gitexport.export;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Tells what an error of the file system means. Java has no errno, so its words decide; the
/// launcher and the image set `LC_ALL=C.UTF-8`, which keeps them English.
final class VolumeError {

  private VolumeError() {}

  /// @param action what was tried on what, to follow "could not"
  static ExportException of(String action, IOException cause) {
    String reason = reason(cause);
    if (isFull(reason)) {
      return new ExportException.VolumeFull(
          "could not "
              + action
              + ": "
              + reason
              + "; free space or inodes on the volume, raise its quota, or lower retention.count",
          cause);
    }
    return new ExportException.VolumeFailed(
        "could not " + action + ": " + reason + "; check the volume's mount, health and rights",
        cause);
  }

  /// A failure of the volume, not the refusal of one kind of call: nothing else would succeed.
  static boolean isFailure(IOException cause) {
    String reason = reason(cause);
    return isFull(reason)
        || reason.contains("Input/output error")
        || reason.contains("Read-only file system")
        || reason.contains("Stale file handle");
  }

  static boolean isTooManyLinks(IOException cause) {
    return reason(cause).toLowerCase(Locale.ROOT).contains("too many links");
  }

  /// Something on the way to a file is no directory any more.
  static boolean isNotThere(IOException cause) {
    String reason = reason(cause);
    return reason.contains("Not a directory") || reason.contains("Too many levels");
  }

  static String reason(IOException cause) {
    return switch (cause) {
      case AccessDeniedException _ -> "permission denied for " + System.getProperty("user.name");
      case NoSuchFileException missing -> "there is no " + missing.getFile();
      case FileAlreadyExistsException there -> there.getFile() + " is in the way";
      case FileSystemException failure -> orName(failure.getReason(), failure);
      default -> orName(cause.getMessage(), cause);
    };
  }

  private static String orName(@Nullable String reason, IOException cause) {
    return reason == null ? cause.getClass().getSimpleName() : reason;
  }

  private static boolean isFull(String reason) {
    String text = reason.toLowerCase(Locale.ROOT);
    return text.contains("no space left") || text.contains("quota exceeded");
  }
}
