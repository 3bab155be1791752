package dev.gitexport.cli;

import io.fabric8.kubernetes.client.CustomResource;
import java.util.List;

/// Resources as `kubectl get -o yaml` prints several.
record ResourceList(String apiVersion, String kind, List<? extends CustomResource<?, ?>> items) {

  ResourceList {
    items = List.copyOf(items);
  }

  static ResourceList of(List<? extends CustomResource<?, ?>> items) {
    return new ResourceList("v1", "List", items);
  }
}
