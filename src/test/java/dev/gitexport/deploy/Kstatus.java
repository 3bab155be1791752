package dev.gitexport.deploy;

import com.fasterxml.jackson.databind.JsonNode;

/// What kstatus says of a custom resource: the generic rules of
/// `sigs.k8s.io/cli-utils/pkg/kstatus`, in its order.
enum Kstatus {
  CURRENT,
  IN_PROGRESS,
  FAILED,
  TERMINATING;

  static Kstatus of(JsonNode resource) {
    if (resource.at("/metadata").has("deletionTimestamp")) {
      return TERMINATING;
    }
    JsonNode seen = resource.at("/status/observedGeneration");
    if (seen.isNumber() && seen.asLong() != resource.at("/metadata/generation").asLong()) {
      return IN_PROGRESS;
    }
    for (JsonNode condition : resource.at("/status/conditions")) {
      boolean isTrue = condition.path("status").asText().equals("True");
      if (isTrue && condition.path("type").asText().equals("Reconciling")) {
        return IN_PROGRESS;
      }
      if (isTrue && condition.path("type").asText().equals("Stalled")) {
        return FAILED;
      }
    }
    return byReady(resource);
  }

  private static Kstatus byReady(JsonNode resource) {
    for (JsonNode condition : resource.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True") ? CURRENT : IN_PROGRESS;
      }
    }
    return CURRENT;
  }
}
