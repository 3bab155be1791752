package dev.gitexport.operator.gitexport;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.operator.NamespacedResources;
import dev.gitexport.test.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;

/// The GitExports of one namespace, as a user sees them.
public final class GitExports extends NamespacedResources<GitExport> {

  public GitExports(TestCluster cluster, String namespace) {
    super(cluster, namespace, GitExport.class, GitExports::conditions);
  }

  private static List<Condition> conditions(GitExport resource) {
    return resource.getStatus() == null ? List.of() : resource.getStatus().conditions();
  }

  public static Optional<Condition> condition(GitExport resource, String type) {
    return conditions(resource).stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst();
  }
}
