package dev.gitexport.operator.status;

/// The three values of a condition.
public enum ConditionStatus {
  TRUE("True"),
  FALSE("False"),
  UNKNOWN("Unknown");

  private final String word;

  ConditionStatus(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
