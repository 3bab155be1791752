package dev.gitexport.operator.status;

/// The conditions that a resource may have. The words are an API.
public enum ConditionType {
  READY("Ready"),
  RECONCILING("Reconciling"),
  STALLED("Stalled"),
  FETCH_FAILED("FetchFailed"),
  EXPORT_FAILED("ExportFailed"),
  SOURCE_VERIFIED("SourceVerified"),
  CONFLICTED("Conflicted"),
  PUSH_FAILED("PushFailed"),
  HELD_BACK("HeldBack");

  private final String word;

  ConditionType(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
