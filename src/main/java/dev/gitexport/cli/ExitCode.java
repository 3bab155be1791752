package dev.gitexport.cli;

import dev.gitexport.failure.Reason;

/// How the program ends, by reason. The numbers are an API.
enum ExitCode {
  OK(0, "all is well"),
  USAGE(2, "the command line, a manifest or its spec is wrong"),
  AUTHENTICATION(10, "the server refuses the credentials, or no trusted key signed the revision"),
  REPOSITORY(11, "the repository could not be reached or read"),
  TREEISH(12, "the repository has no such treeish"),
  STORE_CORRUPT(13, "an object of the repository is missing or damaged"),
  NOT_FAST_FORWARD(14, "a ref would lose commits and was left as it was"),
  VOLUME_FULL(20, "no space, inodes or quota left on the volume"),
  VOLUME_FAILED(21, "the volume failed, or an export is not what its index says"),
  LOCKED(22, "another process works on the target"),
  UNSAFE_TREE(23, "the tree holds what must not be written"),
  LIMIT(24, "the tree is larger than the limits allow"),
  TARGET(25, "the target or the volume does not allow it"),
  SYNC(30, "a folder was not committed or pushed: a conflict, a guard, a refusal of the remote"),
  INTERNAL(70, "a defect of this program");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  int number() {
    return number;
  }

  String meaning() {
    return meaning;
  }

  static ExitCode of(Reason reason) {
    return switch (reason) {
      case INVALID_MANIFEST, INVALID_SPEC -> USAGE;
      case AUTHENTICATION_FAILED, HOST_KEY_REJECTED, VERIFICATION_FAILED -> AUTHENTICATION;
      case FETCH_FAILED -> REPOSITORY;
      case TREEISH_NOT_FOUND -> TREEISH;
      case STORE_CORRUPT -> STORE_CORRUPT;
      case VOLUME_FULL -> VOLUME_FULL;
      case VOLUME_FAILED, VERIFY_FAILED -> VOLUME_FAILED;
      case LOCKED -> LOCKED;
      case UNSAFE_TREE -> UNSAFE_TREE;
      case LIMIT_EXCEEDED -> LIMIT;
      case PATH_NOT_OWNED, TARGET_NOT_EMPTY, CURRENT_NOT_A_SYMLINK, VOLUME_UNSUITABLE -> TARGET;
      case CONFLICTED, GUARD_TRIPPED, PUSH_REFUSED, LEASE_LOST, UNPUSHED -> SYNC;
      case INTERNAL_ERROR -> INTERNAL;
    };
  }
}
