package dev.gitexport.report;

import dev.gitexport.failure.Failure;

/// What a failed command prints: `{"error":{"reason":…,"message":…}}`.
public record ErrorReport(Cause error) {

  /// Why.
  ///
  /// @param reason one word that scripts may match
  public record Cause(String reason, String message) {}

  public static ErrorReport of(Failure failure) {
    return new ErrorReport(new Cause(failure.reason().word(), failure.message()));
  }
}
