package dev.gitexport.sync;

import dev.gitexport.git.Push;
import org.jspecify.annotations.Nullable;

/// Why a folder was not committed or pushed. Nothing in it is lost. Messages say what was tried on
/// what, why it failed and what to do next.
public abstract sealed class SyncException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private SyncException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// Both sides changed the same paths.
  public static final class Conflicted extends SyncException {
    private static final long serialVersionUID = 1L;

    public Conflicted(String message) {
      super(message, null);
    }
  }

  /// A commit would do harm: many deletions, an empty folder, a repository inside the folder.
  public static final class GuardTripped extends SyncException {
    private static final long serialVersionUID = 1L;

    public GuardTripped(String message) {
      super(message, null);
    }
  }

  /// The remote does not take the push: a protected branch, a rule of the server.
  public static final class PushRefused extends SyncException {
    private static final long serialVersionUID = 1L;

    private final Push.Rule rule;

    public PushRefused(Push.Rule rule, String message) {
      super(message, null);
      this.rule = rule;
    }

    /// What of the remote refused it.
    public Push.Rule rule() {
      return rule;
    }
  }

  /// The remote moved at every try.
  public static final class LeaseLost extends SyncException {
    private static final long serialVersionUID = 1L;

    public LeaseLost(String message) {
      super(message, null);
    }
  }

  /// The folder holds what was not pushed and would be lost.
  public static final class Unpushed extends SyncException {
    private static final long serialVersionUID = 1L;

    public Unpushed(String message) {
      super(message, null);
    }
  }

  /// The folder and the branch both have content, or the folder is there and must not be.
  public static final class FolderNotEmpty extends SyncException {
    private static final long serialVersionUID = 1L;

    public FolderNotEmpty(String message) {
      super(message, null);
    }
  }

  /// A lock file is in the repository of a work tree: another git is at work there, or was killed.
  public static final class Locked extends SyncException {
    private static final long serialVersionUID = 1L;

    public Locked(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// The file system of the folder or of the repository behind it answered with an error.
  public static final class FolderFailed extends SyncException {
    private static final long serialVersionUID = 1L;

    public FolderFailed(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
