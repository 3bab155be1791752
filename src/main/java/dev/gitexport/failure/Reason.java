package dev.gitexport.failure;

/// Why something failed, in one word. The words are an API: scripts and alerts match on them.
public enum Reason {
  INVALID_MANIFEST("InvalidManifest"),
  INVALID_SPEC("InvalidSpec"),
  AUTHENTICATION_FAILED("AuthenticationFailed"),
  HOST_KEY_REJECTED("HostKeyRejected"),
  VERIFICATION_FAILED("VerificationFailed"),
  FETCH_FAILED("FetchFailed"),
  TREEISH_NOT_FOUND("TreeishNotFound"),
  STORE_CORRUPT("StoreCorrupt"),
  VOLUME_FULL("VolumeFull"),
  VOLUME_FAILED("VolumeFailed"),
  VERIFY_FAILED("VerifyFailed"),
  LOCKED("Locked"),
  UNSAFE_TREE("UnsafeTree"),
  LIMIT_EXCEEDED("LimitExceeded"),
  PATH_NOT_OWNED("PathNotOwned"),
  TARGET_NOT_EMPTY("TargetNotEmpty"),
  CURRENT_NOT_A_SYMLINK("CurrentNotASymlink"),
  VOLUME_UNSUITABLE("VolumeUnsuitable"),
  CONFLICTED("Conflicted"),
  GUARD_TRIPPED("GuardTripped"),
  PUSH_REFUSED("PushRefused"),
  LEASE_LOST("LeaseLost"),
  UNPUSHED("Unpushed"),
  INTERNAL_ERROR("InternalError");

  private final String word;

  Reason(String word) {
    this.word = word;
  }

  /// As conditions, events and JSON show it: `TreeishNotFound`.
  public String word() {
    return word;
  }
}
