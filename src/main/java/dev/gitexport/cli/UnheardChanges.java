package dev.gitexport.cli;

/// Says that changes of a watched folder are not heard of, or were not all.
final class UnheardChanges {

  private UnheardChanges() {}

  /// @param folder what it is called
  /// @param interval of scans
  /// @param why changes are not heard of
  static String of(String folder, String interval, String why) {
    return "%s: changes are not heard of, only found every %s: %s".formatted(folder, interval, why);
  }

  /// More changed at once than the system tells of.
  static String overflow(String folder) {
    return "%s: more changed at once than the system tells of; all of it was looked at again"
        .formatted(folder);
  }
}
