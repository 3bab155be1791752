package dev.gitexport.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// How single resources are: the gauges that are kept per resource. Only the replica that works has
/// them. Thread safe.
public final class ResourceMeters {

  private final MeterRegistry registry;
  private final String kind;
  private final Map<Key, Gauges> resources = new ConcurrentHashMap<>();

  private record Key(String kind, String namespace, String name) {

    Tags tags() {
      return Tags.of(
          MetricNames.KIND, kind, MetricNames.NAMESPACE, namespace, MetricNames.NAME, name);
    }
  }

  /// @param registry gets the gauges
  /// @param kind of the resources
  public ResourceMeters(MeterRegistry registry, String kind) {
    this.kind = kind;
    this.registry = registry;
  }

  /// @param polled the interval of looks at its repository; empty when nobody looks
  /// @param revision what is published; empty for nothing
  public void succeeded(
      String namespace, String name, Instant at, Optional<Duration> polled, String revision) {
    Gauges gauges = of(namespace, name);
    gauges.lastSuccess = at.getEpochSecond();
    gauges.interval = polled.map(interval -> (double) interval.toSeconds()).orElse(Double.NaN);
    gauges.failures = 0;
    gauges.show(revision);
  }

  public void failed(String namespace, String name) {
    of(namespace, name).failed();
  }

  /// Nobody looks at its repository, and no failure is tried again.
  public void suspended(String namespace, String name) {
    Gauges gauges = of(namespace, name);
    gauges.interval = Double.NaN;
    gauges.failures = 0;
  }

  /// It was deleted.
  public void gone(String namespace, String name) {
    Gauges gauges = resources.remove(new Key(kind, namespace, name));
    if (gauges != null) {
      gauges.remove();
    }
  }

  private Gauges of(String namespace, String name) {
    return resources.computeIfAbsent(
        new Key(kind, namespace, name), key -> new Gauges(registry, key));
  }

  private static final class Gauges {

    private final MeterRegistry registry;
    private final Key key;
    private final List<Meter> meters;
    private volatile double lastSuccess;
    private volatile double interval = Double.NaN;
    private volatile double failures;
    private Optional<Meter> info = Optional.empty();
    private String revision = "";

    Gauges(MeterRegistry registry, Key key) {
      this.registry = registry;
      this.key = key;
      this.meters =
          List.of(
              Gauge.builder(MetricNames.LAST_SUCCESS, this, gauges -> gauges.lastSuccess)
                  .baseUnit("seconds")
                  .description("Unix time when it was last seen to be as it is wanted; 0: not yet")
                  .tags(key.tags())
                  .register(registry),
              Gauge.builder(MetricNames.INTERVAL, this, gauges -> gauges.interval)
                  .baseUnit("seconds")
                  .description("How often its repository is looked at; NaN when nobody looks")
                  .tags(key.tags())
                  .register(registry),
              Gauge.builder(MetricNames.RESOURCE_FAILURES, this, gauges -> gauges.failures)
                  .description("Failures since the last success")
                  .tags(key.tags())
                  .register(registry));
    }

    synchronized void failed() {
      failures = failures + 1;
    }

    synchronized void show(String published) {
      if (published.equals(revision)) {
        return;
      }
      info.ifPresent(registry::remove);
      revision = published;
      info =
          published.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  Gauge.builder(MetricNames.RESOURCE_INFO, () -> 1)
                      .description("The revision that is published")
                      .tags(key.tags().and(MetricNames.REVISION, published))
                      .strongReference(true)
                      .register(registry));
    }

    synchronized void remove() {
      meters.forEach(registry::remove);
      info.ifPresent(registry::remove);
    }
  }
}
