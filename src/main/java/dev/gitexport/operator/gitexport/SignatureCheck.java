package dev.gitexport.operator.gitexport;

import dev.gitexport.export.Export;
import dev.gitexport.git.GitException;
import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.TreeSource;
import dev.gitexport.git.Treeish;
import dev.gitexport.git.VerifiedSignature;
import dev.gitexport.git.VerifyMode;
import java.time.Clock;
import java.util.List;

/// The signatures that a request wants its revision to have, by the keys that are trusted now.
record SignatureCheck(SourceAccess sources, Clock clock) {

  /// @return none when none are asked for
  /// @throws GitException.VerificationFailed when one is missing, or not a trusted one
  List<VerifiedSignature> of(GitExportRequest request, TreeSource source, ResolvedTree tree) {
    return request
        .options()
        .verification()
        .map(asked -> asked.check(source, request.treeish(), tree, clock.instant()))
        .orElse(List.of());
  }

  /// The same for an export that a pin names: the commit that it was made of, and the tag that this
  /// was called by.
  List<VerifiedSignature> ofPinned(GitExportRequest request, Export export) {
    String origin = export.commit().isEmpty() ? export.tree() : export.commit();
    return request
        .options()
        .verification()
        .map(asked -> request.withoutRefspecs().of(treeish(asked.mode(), export, origin)))
        .map(named -> ofNamed(named, origin))
        .orElse(List.of());
  }

  private List<VerifiedSignature> ofNamed(GitExportRequest request, String origin) {
    try (TreeSource source = sources.open(request, _ -> {})) {
      ResolvedTree tree = source.resolve(request.treeish());
      if (!origin.equals(tree.revision().id().name())) {
        throw new GitException.VerificationFailed(
            "Could not verify the pinned export: '%s' is not its commit %s any more. Pin another."
                .formatted(request.treeish(), origin),
            null);
      }
      return of(request, source, tree);
    }
  }

  /// By its id where only the commit counts: its name may have moved on.
  private static Treeish treeish(VerifyMode mode, Export export, String origin) {
    String name = export.revision().replaceFirst("@?sha1:" + origin + "$", "");
    return new Treeish(mode == VerifyMode.HEAD || name.isEmpty() ? origin : name);
  }
}
