package dev.gitexport.operator;

import java.util.Map;
import java.util.UUID;

/// This process among several.
///
/// @param name unlike any other's, also of the same pod's next life
/// @param isPod whether it runs in a cluster
record Instance(String name, boolean isPod) {

  static Instance of(Map<String, String> environment) {
    String host = environment.getOrDefault("HOSTNAME", "local");
    return new Instance(
        host + "-" + UUID.randomUUID().toString().substring(0, 8),
        environment.containsKey("KUBERNETES_SERVICE_HOST"));
  }
}
