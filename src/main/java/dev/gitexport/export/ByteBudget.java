package dev.gitexport.export;

/// What the files of one plan may still weigh.
final class ByteBudget {

  private final Limits limits;
  private long bytes;

  ByteBudget(Limits limits) {
    this.limits = limits;
  }

  /// @throws ExportException.LimitExceeded when a file, or all so far, are too large
  void count(String path, long size) {
    if (size > limits.maxFileBytes()) {
      throw new ExportException.LimitExceeded(
          "'"
              + path
              + "' has "
              + size
              + " bytes, more than the "
              + limits.maxFileBytes()
              + " of limits.maxFileBytes; raise it, or ignore the file");
    }
    bytes += size;
    if (bytes > limits.maxBytes()) {
      throw new ExportException.LimitExceeded(
          "the tree has more than the "
              + limits.maxBytes()
              + " bytes of limits.maxBytes; raise it, or export less with include and ignore");
    }
  }
}
