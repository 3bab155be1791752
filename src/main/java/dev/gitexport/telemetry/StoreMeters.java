package dev.gitexport.telemetry;

import dev.gitexport.git.GitException;
import dev.gitexport.git.StoreUsage;
import dev.gitexport.git.Upkeep;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Measures the stores of fetched objects and tells of their upkeep.
public final class StoreMeters implements Upkeep.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(StoreMeters.class);

  private final MeterRegistry registry;

  private StoreMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /// @param stores where the stores of all tenants are
  public static StoreMeters of(MeterRegistry registry, Path stores) {
    gauge(registry, MetricNames.STORES, stores, StoreUsage::stores);
    gauge(registry, MetricNames.STORE_PACKS, stores, StoreUsage::packs);
    gauge(registry, MetricNames.STORE_SIZE, stores, StoreUsage::packBytes);
    return new StoreMeters(registry);
  }

  private static void gauge(
      MeterRegistry registry, String name, Path stores, ToDoubleFunction<StoreUsage> value) {
    Gauge.builder(name, stores, root -> value.applyAsDouble(StoreUsage.of(root)))
        .strongReference(true)
        .register(registry);
  }

  @Override
  public void collected() {
    count("collected");
    LOG.atInfo().log("store collected");
  }

  @Override
  public void failed(GitException failure) {
    count("failed");
    LOG.atWarn().addKeyValue(LogKeys.FAILURE, failure.getMessage()).log("store not collected");
  }

  private void count(String outcome) {
    registry.counter(MetricNames.STORE_COLLECTIONS, MetricNames.OUTCOME, outcome).increment();
  }
}
