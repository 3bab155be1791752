package dev.gitexport.telemetry;

/// The keys of structured logs.
public final class LogKeys {

  /// Of a Kubernetes resource.
  public static final String NAMESPACE = "namespace";

  /// Of a Kubernetes resource.
  public static final String NAME = "name";

  /// A word of `Reason`.
  public static final String REASON = "reason";

  /// What went wrong, for people.
  public static final String FAILURE = "failure";

  /// The id of an export.
  public static final String EXPORT = "export";

  /// Where an export's tree comes from.
  public static final String REVISION = "revision";

  /// A target's path below the volume.
  public static final String TARGET = "target";

  /// Who holds or held a lease, or owned a target.
  public static final String HOLDER = "holder";

  private LogKeys() {}
}
