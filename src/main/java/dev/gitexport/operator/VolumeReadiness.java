package dev.gitexport.operator;

import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready when the shared volume is there and can be written to.
@Readiness
@Singleton
final class VolumeReadiness implements HealthCheck {

  private final Path volume;

  VolumeReadiness(OperatorConfig config) {
    this.volume = config.volume().path();
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("volume " + volume)
        .status(Files.isDirectory(volume) && Files.isWritable(volume))
        .build();
  }
}
