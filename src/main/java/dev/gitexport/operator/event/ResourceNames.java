package dev.gitexport.operator.event;

import dev.gitexport.telemetry.LogEntry;
import dev.gitexport.telemetry.LogKeys;
import io.fabric8.kubernetes.api.model.HasMetadata;

/// What log, events and metrics call a resource.
public final class ResourceNames {

  private ResourceNames() {}

  public static LogEntry about(HasMetadata resource) {
    return LogEntry.EMPTY
        .with(LogKeys.NAMESPACE, namespace(resource))
        .with(LogKeys.NAME, name(resource));
  }

  public static String namespace(HasMetadata resource) {
    return resource.getMetadata().getNamespace();
  }

  public static String name(HasMetadata resource) {
    return resource.getMetadata().getName();
  }
}
