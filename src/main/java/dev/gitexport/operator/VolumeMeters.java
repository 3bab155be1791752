package dev.gitexport.operator;

import dev.gitexport.telemetry.MetricNames;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/// How full the shared volume is, read when somebody asks.
@Singleton
final class VolumeMeters implements MeterBinder {

  private final Path volume;

  VolumeMeters(OperatorConfig config) {
    this.volume = config.volume().path();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, MetricNames.VOLUME_FREE, FileStore::getUsableSpace);
    gauge(registry, MetricNames.VOLUME_SIZE, FileStore::getTotalSpace);
  }

  @FunctionalInterface
  private interface Reading {
    long of(FileStore store) throws IOException;
  }

  private void gauge(MeterRegistry registry, String name, Reading reading) {
    Gauge.builder(name, volume, path -> read(path, reading))
        .baseUnit("bytes")
        .strongReference(true)
        .register(registry);
  }

  private static double read(Path volume, Reading reading) {
    try {
      return reading.of(Files.getFileStore(volume));
    } catch (IOException _) {
      return Double.NaN;
    }
  }
}
