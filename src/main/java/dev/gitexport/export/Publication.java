package dev.gitexport.export;

import java.util.Set;

/// Where exports go, whose they are, and how they are published and kept.
///
/// @param link name of the symlink in the target, `current` unless told otherwise
public record Publication(Target target, Owner owner, String link, Pin pin, Retention retention) {

  public static final String DEFAULT_LINK = "current";

  private static final Set<String> TAKEN = Set.of("exports", "shared");

  public Publication {
    if (!isLinkName(link)) {
      throw new IllegalArgumentException(
          "publish.link is one plain file name, not 'exports' or 'shared': " + link);
    }
  }

  /// Whether a link may have that name: one that is not ours already, and leads nowhere else.
  static boolean isLinkName(String name) {
    return !name.isEmpty()
        && !name.startsWith(".")
        && name.indexOf('/') < 0
        && name.indexOf('\0') < 0
        && !TAKEN.contains(name);
  }
}
