package dev.gitexport.sync;

/// How many files differ.
public record Changes(int added, int modified, int deleted) {

  public static final Changes NONE = new Changes(0, 0, 0);

  public boolean isEmpty() {
    return added + modified + deleted == 0;
  }
}
