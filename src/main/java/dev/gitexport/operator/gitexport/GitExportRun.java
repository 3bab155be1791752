package dev.gitexport.operator.gitexport;

import dev.gitexport.export.ExportOutcome;
import dev.gitexport.export.Publication;
import dev.gitexport.git.FetchedRef;
import dev.gitexport.git.VerifiedSignature;
import java.time.Instant;
import java.util.List;

/// How far a run is, whoever does it.
public sealed interface GitExportRun {

  /// Somebody else works on it.
  record Running(Instant since) implements GitExportRun {}

  /// It ended well.
  ///
  /// @param publication of the request, with what `retention.keep` names resolved
  /// @param revision of the source as just seen; empty when a pin made a look unnecessary
  /// @param verified the signatures that were asked for and are there
  /// @param refs that the resource's refspecs name
  record Finished(
      ExportOutcome outcome,
      Publication publication,
      String revision,
      List<VerifiedSignature> verified,
      List<FetchedRef> refs)
      implements GitExportRun {

    public Finished {
      verified = List.copyOf(verified);
      refs = List.copyOf(refs);
    }
  }
}
