package dev.gitexport.operator.gitexport;

import dev.gitexport.telemetry.MetricNames;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/// Measures how long it takes to get hold of sources.
///
/// @param sources does it
/// @param registry gets a timer an outcome
public record MeteredSources(SourceAccess sources, MeterRegistry registry) implements SourceAccess {

  @Override
  public OpenedSource open(GitExportRequest request) {
    Timer.Sample sample = Timer.start(registry);
    String outcome = "failed";
    try {
      OpenedSource source = sources.open(request);
      outcome = "succeeded";
      return source;
    } finally {
      sample.stop(registry.timer(MetricNames.FETCH_DURATION, MetricNames.OUTCOME, outcome));
    }
  }
}
