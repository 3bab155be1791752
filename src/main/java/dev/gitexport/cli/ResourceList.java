package dev.gitexport.cli;

import dev.gitexport.api.v1alpha1.GitExport;
import java.util.List;

/// Resources as `kubectl get -o yaml` prints several.
record ResourceList(String apiVersion, String kind, List<GitExport> items) {

  ResourceList {
    items = List.copyOf(items);
  }

  static ResourceList of(List<GitExport> items) {
    return new ResourceList("v1", "List", items);
  }
}
