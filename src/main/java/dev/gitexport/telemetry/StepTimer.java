package dev.gitexport.telemetry;

import dev.gitexport.export.ExportListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;

/// Measures how long the engine's steps take.
///
/// @param registry gets a timer a step
public record StepTimer(MeterRegistry registry) implements ExportListener {

  @Override
  public void finished(Step step, Duration took) {
    registry
        .timer(MetricNames.STEP_DURATION, MetricNames.STEP, step.name().toLowerCase(Locale.ROOT))
        .record(took);
  }
}
