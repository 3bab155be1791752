package dev.gitexport.operator;

import io.javaoperatorsdk.operator.Operator;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready when resources are watched. A replica that waits for the lease is ready too: the one that
/// holds it may be waiting for this one, to be replaced by it.
@Readiness
@Singleton
final class WatchReadiness implements HealthCheck {

  private final Operator operator;

  WatchReadiness(Operator operator) {
    this.operator = operator;
  }

  @Override
  public HealthCheckResponse call() {
    var runtime = operator.getRuntimeInfo();
    boolean working = runtime.isStarted();
    return HealthCheckResponse.named("watch")
        .status(!working || runtime.allEventSourcesAreHealthy())
        .withData("leader", working)
        .build();
  }
}
