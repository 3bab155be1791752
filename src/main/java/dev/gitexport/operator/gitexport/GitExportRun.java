package dev.gitexport.operator.gitexport;

import dev.gitexport.export.ExportOutcome;
import dev.gitexport.export.Publication;
import java.time.Instant;

/// How far a run is, whoever does it.
public sealed interface GitExportRun {

  /// Somebody else works on it.
  record Running(Instant since) implements GitExportRun {}

  /// It ended well.
  ///
  /// @param publication of the request, with what `retention.keep` names resolved
  /// @param revision of the source as just seen; empty when a pin made a look unnecessary
  record Finished(ExportOutcome outcome, Publication publication, String revision)
      implements GitExportRun {}
}
