package dev.gitexport.telemetry;

/// The names of metrics in Micrometer's spelling; Prometheus has `_` for `.` and adds units and
/// `_total`.
public final class MetricNames {

  /// How long a step of an export took, by [#STEP].
  public static final String STEP_DURATION = "gitexport.step.duration";

  /// Moves of a link, by [#OUTCOME]: `published` or `rolledback`.
  public static final String PUBLICATIONS = "gitexport.publications";

  /// Files of published exports, by [#HOW]: `linked`, `reflinked` or `written`.
  public static final String FILES = "gitexport.files";

  /// Bytes of published exports, by [#HOW]: `shared` or `written`.
  public static final String BYTES = "gitexport.bytes";

  /// Reconciles that failed, by [#REASON].
  public static final String FAILURES = "gitexport.failures";

  public static final String STEP = "step";
  public static final String OUTCOME = "outcome";
  public static final String HOW = "how";
  public static final String REASON = "reason";

  private MetricNames() {}
}
