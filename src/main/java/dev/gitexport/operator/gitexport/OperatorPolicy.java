package dev.gitexport.operator.gitexport;

import dev.gitexport.export.SymlinkPolicy;
import dev.gitexport.failure.InputException;
import dev.gitexport.operator.source.SchemePolicy;

/// What the operator's configuration lets resources ask for.
///
/// @param preservedSymlinks whether `symlinks: Preserve` is allowed
public record OperatorPolicy(SchemePolicy sources, boolean preservedSymlinks) {

  /// @throws InputException.InvalidSpec naming the setting that would allow it
  void check(GitExportRequest request) {
    sources.check(request.source().repository());
    if (request.settings().symlinks() == SymlinkPolicy.PRESERVE && !preservedSymlinks) {
      throw new InputException.InvalidSpec(
          "spec.symlinks",
          "Preserve is not allowed here; use Contained or Skip"
              + " (setting gitexport.symlinks.allow-preserve)",
          null);
    }
  }
}
