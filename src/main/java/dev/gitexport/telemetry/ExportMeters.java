package dev.gitexport.telemetry;

import dev.gitexport.export.ExportStats;
import io.micrometer.core.instrument.MeterRegistry;

/// Counts what exports did.
///
/// @param registry gets the counters
public record ExportMeters(MeterRegistry registry) {

  public void published(ExportStats stats) {
    count(MetricNames.PUBLICATIONS, MetricNames.OUTCOME, "published", 1);
    count(MetricNames.FILES, MetricNames.HOW, "linked", stats.linkedFiles());
    count(MetricNames.FILES, MetricNames.HOW, "reflinked", stats.reflinkedFiles());
    count(MetricNames.FILES, MetricNames.HOW, "written", stats.writtenFiles());
    count(MetricNames.BYTES, MetricNames.HOW, "shared", stats.savedBytes());
    count(MetricNames.BYTES, MetricNames.HOW, "written", stats.writtenBytes());
  }

  public void rolledBack() {
    count(MetricNames.PUBLICATIONS, MetricNames.OUTCOME, "rolledback", 1);
  }

  /// @param reason a word of `Reason`
  public void failed(String reason) {
    count(MetricNames.FAILURES, MetricNames.REASON, reason, 1);
  }

  /// @param exports that were deleted
  public void pruned(int exports) {
    registry.counter(MetricNames.PRUNED).increment(exports);
  }

  private void count(String name, String tag, String value, long amount) {
    registry.counter(name, tag, value).increment((double) amount);
  }
}
