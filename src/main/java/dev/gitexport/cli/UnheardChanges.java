package dev.gitexport.cli;

/// Says that a watched folder is scanned only.
final class UnheardChanges {

  private UnheardChanges() {}

  /// @param folder what it is called
  /// @param interval of scans
  /// @param why changes are not heard of
  static String of(String folder, String interval, String why) {
    return "%s: changes are not heard of, only found every %s: %s".formatted(folder, interval, why);
  }
}
