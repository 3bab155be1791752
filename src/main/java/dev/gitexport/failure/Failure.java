package dev.gitexport.failure;

import dev.gitexport.export.ExportException;
import dev.gitexport.git.Causes;
import dev.gitexport.git.GitException;
import dev.gitexport.sync.SyncException;
import java.time.Duration;
import java.util.Optional;

/// A failure and what it means. The same table serves conditions, events and exit codes.
///
/// @param message for people: one line, no secrets, at most 1 KiB
public record Failure(Reason reason, String message, Recovery recovery) {

  private static final Recovery RETRY = new Recovery.Retry();
  private static final Recovery AT_INTERVAL = new Recovery.RetryAtInterval(false);
  private static final Recovery NEW_CONTENT = new Recovery.RetryAtInterval(true);
  private static final Recovery AWAIT_CHANGE = new Recovery.AwaitChange();
  private static final Recovery WHEN_SPACE_IS_FREED =
      new Recovery.RetryAfter(Duration.ofMinutes(5));
  private static final Recovery WHEN_UNLOCKED = new Recovery.RetryAfter(Duration.ofSeconds(5));

  /// The meaning of the first exception of ours in the chain of causes; without one it is an
  /// internal error.
  public static Failure of(Throwable thrown) {
    for (Throwable link : Causes.of(thrown)) {
      Optional<Verdict> verdict = known(link);
      if (verdict.isPresent()) {
        return new Failure(
            verdict.get().reason(), SafeText.of(link.getMessage()), verdict.get().recovery());
      }
    }
    return new Failure(Reason.INTERNAL_ERROR, SafeText.ofChain(thrown), RETRY);
  }

  private record Verdict(Reason reason, Recovery recovery) {}

  private static Optional<Verdict> known(Throwable thrown) {
    return switch (thrown) {
      case InputException input -> Optional.of(verdict(input));
      case GitException git -> Optional.of(verdict(git));
      case ExportException export -> Optional.of(verdict(export));
      case SyncException sync -> Optional.of(verdict(sync));
      default -> Optional.empty();
    };
  }

  private static Verdict verdict(InputException input) {
    return switch (input) {
      case InputException.InvalidManifest _ -> new Verdict(Reason.INVALID_MANIFEST, AWAIT_CHANGE);
      case InputException.InvalidSpec _ -> new Verdict(Reason.INVALID_SPEC, AWAIT_CHANGE);
    };
  }

  private static Verdict verdict(GitException git) {
    return switch (git) {
      case GitException.AuthenticationFailed _ ->
          new Verdict(Reason.AUTHENTICATION_FAILED, AT_INTERVAL);
      case GitException.HostKeyRejected _ -> new Verdict(Reason.HOST_KEY_REJECTED, AT_INTERVAL);
      case GitException.VerificationFailed _ ->
          new Verdict(Reason.VERIFICATION_FAILED, AT_INTERVAL);
      case GitException.RepositoryUnreachable unreachable ->
          new Verdict(
              Reason.FETCH_FAILED,
              unreachable.pause().<Recovery>map(Recovery.RetryAfter::new).orElse(RETRY));
      case GitException.TreeishNotFound _ -> new Verdict(Reason.TREEISH_NOT_FOUND, AT_INTERVAL);
      case GitException.ContentRefused _ -> new Verdict(Reason.UNSAFE_TREE, NEW_CONTENT);
      case GitException.StoreCorrupt _ -> new Verdict(Reason.STORE_CORRUPT, RETRY);
    };
  }

  private static Verdict verdict(SyncException sync) {
    return switch (sync) {
      case SyncException.Conflicted _ -> new Verdict(Reason.CONFLICTED, NEW_CONTENT);
      case SyncException.GuardTripped _ -> new Verdict(Reason.GUARD_TRIPPED, NEW_CONTENT);
      case SyncException.PushRefused _ -> new Verdict(Reason.PUSH_REFUSED, AT_INTERVAL);
      case SyncException.LeaseLost _ -> new Verdict(Reason.LEASE_LOST, RETRY);
      case SyncException.Unpushed _ -> new Verdict(Reason.UNPUSHED, AT_INTERVAL);
      case SyncException.FolderNotEmpty _ -> new Verdict(Reason.TARGET_NOT_EMPTY, AT_INTERVAL);
      case SyncException.Locked _ -> new Verdict(Reason.LOCKED, WHEN_UNLOCKED);
      case SyncException.FolderFailed _ -> new Verdict(Reason.VOLUME_FAILED, RETRY);
    };
  }

  private static Verdict verdict(ExportException export) {
    return switch (export) {
      case ExportException.InvalidRequest _ -> new Verdict(Reason.INVALID_SPEC, AWAIT_CHANGE);
      case ExportException.VolumeFull _ -> new Verdict(Reason.VOLUME_FULL, WHEN_SPACE_IS_FREED);
      case ExportException.VolumeFailed _ -> new Verdict(Reason.VOLUME_FAILED, RETRY);
      case ExportException.VerifyFailed _ -> new Verdict(Reason.VERIFY_FAILED, RETRY);
      case ExportException.Locked _ -> new Verdict(Reason.LOCKED, WHEN_UNLOCKED);
      case ExportException.UnsafeTree _ -> new Verdict(Reason.UNSAFE_TREE, NEW_CONTENT);
      case ExportException.LimitExceeded _ -> new Verdict(Reason.LIMIT_EXCEEDED, NEW_CONTENT);
      case ExportException.PathNotOwned _ -> new Verdict(Reason.PATH_NOT_OWNED, AT_INTERVAL);
      case ExportException.TargetNotEmpty _ -> new Verdict(Reason.TARGET_NOT_EMPTY, AT_INTERVAL);
      case ExportException.CurrentNotASymlink _ ->
          new Verdict(Reason.CURRENT_NOT_A_SYMLINK, AT_INTERVAL);
      case ExportException.VolumeUnsuitable _ -> new Verdict(Reason.VOLUME_UNSUITABLE, AT_INTERVAL);
    };
  }
}
