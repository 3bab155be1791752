package dev.gitexport.telemetry;

import dev.gitexport.sync.Changes;
import io.micrometer.core.instrument.MeterRegistry;

/// Counts what syncs did.
///
/// @param registry gets the counters
public record SyncMeters(MeterRegistry registry) {

  public void pushed(Changes changes) {
    count("pushed");
    files("added", changes.added());
    files("modified", changes.modified());
    files("deleted", changes.deleted());
  }

  /// What others pushed came into the folder.
  public void followed() {
    count("followed");
  }

  public void conflicted() {
    count("conflicted");
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
