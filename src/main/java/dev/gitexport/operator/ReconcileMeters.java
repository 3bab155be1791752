package dev.gitexport.operator;

import dev.gitexport.telemetry.MetricNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// How many resources wait for a thread, and how long a reconcile takes. Thread safe.
final class ReconcileMeters implements Metrics {

  private final MeterRegistry registry;
  private final Set<Key> waiting = ConcurrentHashMap.newKeySet();
  private final Map<Key, Timer.Sample> started = new ConcurrentHashMap<>();

  /// Of two kinds, resources may have one name.
  private record Key(String kind, ResourceID id) {
    static Key of(HasMetadata resource) {
      return new Key(resource.getKind(), ResourceID.fromResource(resource));
    }
  }

  ReconcileMeters(MeterRegistry registry) {
    this.registry = registry;
    registry.gaugeCollectionSize(MetricNames.QUEUE_SIZE, Tags.empty(), waiting);
  }

  @Override
  public void reconciliationSubmitted(
      HasMetadata resource, @Nullable RetryInfo retry, Map<String, Object> metadata) {
    waiting.add(Key.of(resource));
  }

  @Override
  public void reconciliationStarted(HasMetadata resource, Map<String, Object> metadata) {
    Key id = Key.of(resource);
    waiting.remove(id);
    started.put(id, Timer.start(registry));
  }

  @Override
  public void reconciliationSucceeded(HasMetadata resource, Map<String, Object> metadata) {
    ended(resource, "succeeded");
  }

  @Override
  public void reconciliationFailed(
      HasMetadata resource,
      @Nullable RetryInfo retry,
      Exception exception,
      Map<String, Object> metadata) {
    ended(resource, "failed");
  }

  @Override
  public void reconciliationFinished(
      HasMetadata resource, @Nullable RetryInfo retry, Map<String, Object> metadata) {
    waiting.remove(Key.of(resource));
  }

  @Override
  public void cleanupDone(ResourceID resource, Map<String, Object> metadata) {
    Key key = new Key(kind(metadata), resource);
    waiting.remove(key);
    started.remove(key);
  }

  private static String kind(Map<String, Object> metadata) {
    return metadata.get(Constants.RESOURCE_GVK_KEY) instanceof GroupVersionKind kind
        ? kind.getKind()
        : "";
  }

  private void ended(HasMetadata resource, String outcome) {
    Timer.Sample sample = started.remove(Key.of(resource));
    if (sample != null) {
      sample.stop(registry.timer(MetricNames.RECONCILE_DURATION, MetricNames.OUTCOME, outcome));
    }
  }
}
