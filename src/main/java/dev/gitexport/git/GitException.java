package dev.gitexport.git;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a repository could not be read. Messages say what was tried on what, why it failed and what
/// to do next, and hold no secrets.
public abstract sealed class GitException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private GitException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// The repository does not exist, is not one, or could not be reached.
  public static final class RepositoryUnreachable extends GitException {

    private static final long serialVersionUID = 1L;

    private final boolean isBusy;
    private final Duration pause;

    public RepositoryUnreachable(String message, @Nullable Throwable cause) {
      super(message, cause);
      this.isBusy = false;
      this.pause = Duration.ZERO;
    }

    /// Of a server that may answer a little later.
    ///
    /// @param pause after which the server wants to be asked again; zero when it did not say
    RepositoryUnreachable(Duration pause, String message) {
      super(message, null);
      this.isBusy = true;
      this.pause = pause;
    }

    static RepositoryUnreachable tooMuch(String url, long limit) {
      return new RepositoryUnreachable(
          "Could not reach %s: it sends more than %d MiB at once, which is the limit. Fetch less of its history, remove refs and large files there, or raise gitexport.sources.max-pack-size; on the command line GITEXPORT_GIT_MAX_PACK_SIZE."
              .formatted(url, limit >> 20),
          null);
    }

    boolean isBusy() {
      return isBusy;
    }

    /// After which the server wants to be asked again, if it said so.
    public Optional<Duration> pause() {
      return pause.isZero() ? Optional.empty() : Optional.of(pause);
    }
  }

  /// The first of ours in a chain of causes: JGit wraps what it does not know.
  static Optional<GitException> in(Throwable thrown) {
    return Causes.of(thrown).stream()
        .filter(GitException.class::isInstance)
        .map(GitException.class::cast)
        .findFirst();
  }

  /// The same, its message beginning with the submodule that it is about.
  GitException inSubmodule(String path) {
    String message = "Submodule '%s': %s".formatted(path, getMessage());
    return switch (this) {
      case RepositoryUnreachable busy when busy.isBusy() ->
          new RepositoryUnreachable(busy.pause, message);
      case RepositoryUnreachable _ -> new RepositoryUnreachable(message, this);
      case AuthenticationFailed _ -> new AuthenticationFailed(message, this);
      case HostKeyRejected _ -> new HostKeyRejected(message, this);
      case VerificationFailed _ -> new VerificationFailed(message, this);
      case TreeishNotFound _ -> new TreeishNotFound(message, this);
      case ContentRefused _ -> new ContentRefused(message, this);
      case StoreCorrupt _ -> new StoreCorrupt(message, this);
    };
  }

  /// The server wants credentials, or others than these.
  public static final class AuthenticationFailed extends GitException {

    private static final long serialVersionUID = 1L;

    public AuthenticationFailed(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// Nothing says that the host is the one it claims to be.
  public static final class HostKeyRejected extends GitException {

    private static final long serialVersionUID = 1L;

    public HostKeyRejected(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// A signature that is asked for is missing, or no trusted key made it.
  public static final class VerificationFailed extends GitException {

    private static final long serialVersionUID = 1L;

    public VerificationFailed(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// The repository has no such treeish, or it is ambiguous, or it names no tree.
  public static final class TreeishNotFound extends GitException {

    private static final long serialVersionUID = 1L;

    public TreeishNotFound(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// What a tree names, a submodule or an LFS object, has no place to come from, or one that must
  /// not be asked.
  public static final class ContentRefused extends GitException {

    private static final long serialVersionUID = 1L;

    public ContentRefused(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// An object is missing, damaged, or not what its id says.
  public static final class StoreCorrupt extends GitException {

    private static final long serialVersionUID = 1L;

    public StoreCorrupt(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
