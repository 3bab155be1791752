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

  /// How long it took to get hold of a source, by [#OUTCOME]: a look at the remote, if none is
  /// young enough, and a fetch of what is missing.
  public static final String FETCH_DURATION = "gitexport.fetch.duration";

  /// How long a reconcile took, by [#OUTCOME].
  public static final String RECONCILE_DURATION = "gitexport.reconcile.duration";

  /// Resources that wait for a thread.
  public static final String QUEUE_SIZE = "gitexport.queue.size";

  /// Exports that were deleted because retention let go of them.
  public static final String PRUNED = "gitexport.pruned";

  /// Runs over folders that changed something or could not, by [#OUTCOME]: `pushed`, `followed` or
  /// `conflicted`.
  public static final String SYNCS = "gitexport.syncs";

  /// Files of pushed folders, by [#HOW]: `added`, `modified` or `deleted`.
  public static final String SYNCED_FILES = "gitexport.synced.files";

  /// How often more changed in a watched folder at once than the system tells of.
  public static final String WATCH_OVERFLOWS = "gitexport.watch.overflows";

  /// Unix time of a resource's last success.
  public static final String LAST_SUCCESS = "gitexport.resource.last.success.timestamp";

  /// How often a resource's repository is looked at.
  public static final String INTERVAL = "gitexport.resource.interval";

  /// A resource's failures since its last success.
  public static final String RESOURCE_FAILURES = "gitexport.resource.failures";

  /// Always 1, with a resource's [#REVISION].
  public static final String RESOURCE_INFO = "gitexport.resource.info";

  /// What can still be written to the shared volume.
  public static final String VOLUME_FREE = "gitexport.volume.free";

  /// How large the shared volume is.
  public static final String VOLUME_SIZE = "gitexport.volume.size";

  /// Of a resource. Prometheus has a label `namespace` of its own, where the operator runs.
  public static final String NAMESPACE = "resource_namespace";

  public static final String NAME = "resource_name";

  /// Its kind.
  public static final String KIND = "resource_kind";

  public static final String REVISION = "revision";

  /// Repositories that fetched objects are kept in.
  public static final String STORES = "gitexport.stores";

  /// Packs in all of them.
  public static final String STORE_PACKS = "gitexport.store.packs";

  /// Bytes of those packs.
  public static final String STORE_SIZE = "gitexport.store.size";

  /// Garbage collections that were due, by [#OUTCOME]: `collected` or `failed`.
  public static final String STORE_COLLECTIONS = "gitexport.store.collections";

  public static final String STEP = "step";
  public static final String OUTCOME = "outcome";
  public static final String HOW = "how";
  public static final String REASON = "reason";

  private MetricNames() {}
}
