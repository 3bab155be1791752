package dev.gitexport.cli;

import dev.gitexport.failure.Failure;
import dev.gitexport.failure.Reason;

/// A failure for people, in two lines: what was tried and why it failed, and what to do next.
/// Exceptions that know both say both, as two sentences; for the others the reason knows a next
/// step.
///
/// @param problem one line
/// @param next one line
record Advice(String problem, String next) {

  static Advice of(Failure failure) {
    String message = failure.message();
    int end = message.lastIndexOf(". ");
    if (end > 0 && Character.isUpperCase(message.charAt(end + 2))) {
      return new Advice(message.substring(0, end + 1), message.substring(end + 2));
    }
    int half = message.lastIndexOf("; ");
    return half > 0
        ? new Advice(message.substring(0, half) + ".", sentence(message.substring(half + 2)))
        : new Advice(message, next(failure.reason()));
  }

  private static String sentence(String words) {
    boolean ends = words.endsWith(".") || words.endsWith("?") || words.endsWith("…");
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + (ends ? "" : ".");
  }

  private static String next(Reason reason) {
    return switch (reason) {
      case INVALID_MANIFEST -> "Correct the manifest, then run the command again.";
      case INVALID_SPEC -> "Correct what was asked for, then run the command again.";
      case AUTHENTICATION_FAILED -> "Give credentials that may read the repository.";
      case HOST_KEY_REJECTED -> "Give a known_hosts that has the host's key.";
      case VERIFICATION_FAILED -> "Export a revision that a trusted key signed.";
      case FETCH_FAILED -> "Check that the repository exists and may be read.";
      case TREEISH_NOT_FOUND -> "List what there is with 'git for-each-ref'.";
      case STORE_CORRUPT -> "Check the repository with 'git fsck', or clone it anew.";
      case VOLUME_FULL -> "Free space on the volume, for example with 'gitexport prune'.";
      case VOLUME_FAILED -> "Check the volume: its mount, its permissions and the kernel's log.";
      case VERIFY_FAILED -> "Run 'gitexport verify --repair'.";
      case LOCKED -> "Wait until it is done, then run the command again.";
      case UNSAFE_TREE -> "Change the repository, or leave the path out with --ignore.";
      case LIMIT_EXCEEDED -> "Raise the limit, or leave files out with --ignore.";
      case PATH_NOT_OWNED -> "Choose another name, or take the target over with 'gitexport adopt'.";
      case TARGET_NOT_EMPTY -> "Choose a folder that is absent or empty.";
      case CURRENT_NOT_A_SYMLINK -> "Move it away, or choose another name for the link.";
      case VOLUME_UNSUITABLE -> "Use a volume with a POSIX file system, or another sharing.";
      case CONFLICTED -> "Change one side, or choose another --on-conflict.";
      case GUARD_TRIPPED -> "Undo the change, or let it pass once with --release.";
      case PUSH_REFUSED -> "Allow the push at the remote, or choose another branch.";
      case LEASE_LOST -> "Run the command again.";
      case UNPUSHED -> "Push it, or discard it with --discard.";
      case INTERNAL_ERROR -> "Run it again with --verbose and report what it prints.";
    };
  }
}
