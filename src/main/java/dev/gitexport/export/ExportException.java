package dev.gitexport.export;

import org.jspecify.annotations.Nullable;

/// Why an export, or work on exports, was refused or failed. `current` and every export stay as
/// they were. Messages say what was tried on what, why it failed and what to do next.
public abstract sealed class ExportException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private ExportException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// The request cannot be carried out as it stands, whatever the repository and volume hold.
  public static final class InvalidRequest extends ExportException {
    private static final long serialVersionUID = 1L;

    public InvalidRequest(String message) {
      super(message, null);
    }
  }

  /// No bytes, inodes or quota left.
  public static final class VolumeFull extends ExportException {
    private static final long serialVersionUID = 1L;

    public VolumeFull(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// The file system answered with an error: EIO, EROFS, ESTALE, EACCES.
  public static final class VolumeFailed extends ExportException {
    private static final long serialVersionUID = 1L;

    public VolumeFailed(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// The staged tree is not the planned one, or an export is not what its index says.
  public static final class VerifyFailed extends ExportException {
    private static final long serialVersionUID = 1L;

    public VerifyFailed(String message) {
      super(message, null);
    }
  }

  /// Another process works on this target.
  public static final class Locked extends ExportException {
    private static final long serialVersionUID = 1L;

    public Locked(String message) {
      super(message, null);
    }
  }

  /// The tree holds what must not be written: a hostile name, an escaping symlink, a collision.
  public static final class UnsafeTree extends ExportException {
    private static final long serialVersionUID = 1L;

    public UnsafeTree(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// The tree is larger than the limits allow.
  public static final class LimitExceeded extends ExportException {
    private static final long serialVersionUID = 1L;

    public LimitExceeded(String message) {
      super(message, null);
    }
  }

  /// The target belongs to somebody else, or holds what no export made.
  public static final class PathNotOwned extends ExportException {
    private static final long serialVersionUID = 1L;

    public PathNotOwned(String message) {
      super(message, null);
    }
  }

  /// The folder to export into exists and is not empty.
  public static final class TargetNotEmpty extends ExportException {
    private static final long serialVersionUID = 1L;

    public TargetNotEmpty(String message) {
      super(message, null);
    }
  }

  /// Something else has the name of the link.
  public static final class CurrentNotASymlink extends ExportException {
    private static final long serialVersionUID = 1L;

    public CurrentNotASymlink(String message) {
      super(message, null);
    }
  }

  /// The volume lacks what the request needs: links, modes, names.
  public static final class VolumeUnsuitable extends ExportException {
    private static final long serialVersionUID = 1L;

    public VolumeUnsuitable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
