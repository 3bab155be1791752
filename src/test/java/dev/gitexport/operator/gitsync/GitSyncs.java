package dev.gitexport.operator.gitsync;

import dev.gitexport.api.v1alpha1.GitSync;
import dev.gitexport.operator.NamespacedResources;
import dev.gitexport.test.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;

/// The GitSyncs of one namespace, as a user sees them.
public final class GitSyncs extends NamespacedResources<GitSync> {

  public GitSyncs(TestCluster cluster, String namespace) {
    super(cluster, namespace, GitSync.class, GitSyncs::conditions);
  }

  private static List<Condition> conditions(GitSync resource) {
    return resource.getStatus() == null ? List.of() : resource.getStatus().conditions();
  }

  public static Optional<Condition> condition(GitSync resource, String type) {
    return conditions(resource).stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst();
  }

  static List<String> types(GitSync resource) {
    return conditions(resource).stream().map(Condition::getType).toList();
  }
}
