package dev.gitexport.operator.gitexport;

import dev.gitexport.export.SymlinkPolicy;
import dev.gitexport.failure.InputException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the operator's configuration lets resources ask for.
///
/// @param schemes of repository URLs, in lower case; `git@host:path` counts as `ssh`
/// @param preservedSymlinks whether `symlinks: Preserve` is allowed
public record OperatorPolicy(Set<String> schemes, boolean preservedSymlinks) {

  private static final Pattern SCHEME = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*)://.*");
  private static final Pattern SCP = Pattern.compile("^[^@/:]+@[^/:]+:.*");

  public OperatorPolicy {
    schemes = Set.copyOf(schemes);
  }

  /// @throws InputException.InvalidSpec naming the setting that would allow it
  void check(GitExportRequest request) {
    String scheme = scheme(request.source().repository());
    if (!schemes.contains(scheme)) {
      throw new InputException.InvalidSpec(
          "spec.repository",
          "the scheme '%s' is not allowed here; allowed are %s (setting gitexport.sources.schemes)"
              .formatted(scheme, String.join(", ", new TreeSet<>(schemes))),
          null);
    }
    if (request.settings().symlinks() == SymlinkPolicy.PRESERVE && !preservedSymlinks) {
      throw new InputException.InvalidSpec(
          "spec.symlinks",
          "Preserve is not allowed here; use Contained or Skip"
              + " (setting gitexport.symlinks.allow-preserve)",
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
