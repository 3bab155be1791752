package dev.gitexport.sync;

/// What keeps a commit from doing harm. Each can be released for one run.
public enum Guard {
  /// Many files at once, or all of them, are gone.
  DELETIONS,
  /// Files are gone, and the folder is not on the mount where it was.
  MOUNT,
  /// A file is large.
  FILE_SIZE,
  /// A file looks like a private key or a token.
  SECRETS
}
