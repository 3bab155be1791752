package dev.gitexport.export;

import dev.gitexport.files.GlobCost;

/// Refuses to match a path with patterns that could take days.
final class GlobLimit {

  private GlobLimit() {}

  /// @param stars of the patterns that the path is going to be matched with
  /// @throws ExportException.LimitExceeded when that could take too long
  static void check(String path, int stars) {
    if (GlobCost.isTooHigh(path, stars)) {
      throw new ExportException.LimitExceeded(
          "a pattern with "
              + stars
              + " stars takes too long to match with the name of '"
              + path
              + "'; use fewer '*' in include, ignore or .gitattributes, or exportAttributes: false");
    }
  }
}
