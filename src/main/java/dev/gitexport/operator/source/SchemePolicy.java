package dev.gitexport.operator.source;

import dev.gitexport.failure.InputException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which repositories the operator's configuration lets resources name.
///
/// @param schemes of their URLs, in lower case; `git@host:path` counts as `ssh`
public record SchemePolicy(Set<String> schemes) {

  private static final Pattern SCHEME = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*)://.*");
  private static final Pattern SCP = Pattern.compile("^[^@/:]+@[^/:]+:.*");

  public SchemePolicy {
    schemes = Set.copyOf(schemes);
  }

  /// @throws InputException.InvalidSpec naming the setting that would allow it
  public void check(String repository) {
    String scheme = scheme(repository);
    if (!schemes.contains(scheme)) {
      throw new InputException.InvalidSpec(
          "spec.repository",
          "the scheme '%s' is not allowed here; allowed are %s (setting gitexport.sources.schemes)"
              .formatted(scheme, String.join(", ", new TreeSet<>(schemes))),
          null);
    }
  }

  private static String scheme(String repository) {
    Matcher url = SCHEME.matcher(repository);
    if (url.matches()) {
      return url.group(1).toLowerCase(Locale.ROOT);
    }
    return SCP.matcher(repository).matches() ? "ssh" : "file";
  }
}
