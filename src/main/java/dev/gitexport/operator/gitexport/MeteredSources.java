package dev.gitexport.operator.gitexport;

import dev.gitexport.git.FetchedRef;
import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.TreeSource;
import dev.gitexport.telemetry.MetricNames;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Measures how long it takes to get hold of sources.
///
/// @param sources does it
/// @param registry gets a timer an outcome
public record MeteredSources(SourceAccess sources, MeterRegistry registry) implements SourceAccess {

  @Override
  public TreeSource open(GitExportRequest request, Consumer<List<FetchedRef>> fetched) {
    Timer.Sample sample = Timer.start(registry);
    String outcome = "failed";
    try {
      TreeSource source = sources.open(request, fetched);
      outcome = "succeeded";
      return source;
    } finally {
      stop(sample, outcome);
    }
  }

  /// What is not known is measured when it is opened.
  @Override
  public Optional<ResolvedTree> known(GitExportRequest request) {
    Timer.Sample sample = Timer.start(registry);
    boolean looked = false;
    try {
      Optional<ResolvedTree> known = sources.known(request);
      looked = true;
      if (known.isPresent()) {
        stop(sample, "succeeded");
      }
      return known;
    } finally {
      if (!looked) {
        stop(sample, "failed");
      }
    }
  }

  private void stop(Timer.Sample sample, String outcome) {
    sample.stop(registry.timer(MetricNames.FETCH_DURATION, MetricNames.OUTCOME, outcome));
  }
}
