package dev.gitexport.telemetry;

import dev.gitexport.sync.Changes;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/// Counts what syncs did.
///
/// @param registry gets the counters
public record SyncMeters(MeterRegistry registry) {

  private static final String PUSHED = "pushed";
  private static final String FOLLOWED = "followed";
  private static final String CONFLICTED = "conflicted";
  private static final String ADDED = "added";
  private static final String MODIFIED = "modified";
  private static final String DELETED = "deleted";

  /// A counter that nobody has seen at 0 makes no alert when it is counted first.
  public SyncMeters {
    for (String outcome : List.of(PUSHED, FOLLOWED, CONFLICTED)) {
      registry.counter(MetricNames.SYNCS, MetricNames.OUTCOME, outcome);
    }
    for (String how : List.of(ADDED, MODIFIED, DELETED)) {
      registry.counter(MetricNames.SYNCED_FILES, MetricNames.HOW, how);
    }
  }

  public void pushed(Changes changes) {
    count(PUSHED);
    files(ADDED, changes.added());
    files(MODIFIED, changes.modified());
    files(DELETED, changes.deleted());
  }

  /// What others pushed came into the folder.
  public void followed() {
    count(FOLLOWED);
  }

  public void conflicted() {
    count(CONFLICTED);
  }

  /// @param reason a word of `Reason`
  public void failed(String reason) {
    registry.counter(MetricNames.FAILURES, MetricNames.REASON, reason).increment();
  }

  private void count(String outcome) {
    registry.counter(MetricNames.SYNCS, MetricNames.OUTCOME, outcome).increment();
  }

  private void files(String how, int amount) {
    registry.counter(MetricNames.SYNCED_FILES, MetricNames.HOW, how).increment(amount);
  }
}
