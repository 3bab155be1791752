package dev.gitexport.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitexport.git.RealGit;
import dev.gitexport.operator.gitexport.GitExports;
import dev.gitexport.test.Requires;
import dev.gitexport.test.cluster.OnCluster;
import dev.gitexport.test.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The roles of `deploy/manifests` and what the operator asks the API server for, side by side.
@OnCluster
final class PermissionsIT {

  private static final Path ROLES = Path.of("deploy/manifests/rbac.yaml");
  private static final String USER = "system:serviceaccount:gitexport-system:gitexport";

  private final TestCluster cluster;
  @TempDir private Path directory = Path.of("");

  PermissionsIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void everyPermissionIsUsedAndNoneIsMissing() throws IOException {
    Requires.that(
        cluster.audit().isPresent(), "audit", "the cluster does not tell who asked for what");

    liveThrough(cluster.namespace("rights"));

    assertThat(asked("allow")).containsExactlyInAnyOrderElementsOf(granted());
    assertThat(asked("forbid")).isEmpty();
  }

  /// A life with everything in it that needs a permission.
  private void liveThrough(String namespace) {
    RealGit git = RealGit.init(directory.resolve("git"));
    git.commit("one", "index.html", "one");
    GitExports exports = new GitExports(cluster, namespace);
    var settings =
        Map.of("GITEXPORT_NAMESPACES", namespace, "GITEXPORT_LEADER_ELECTION_ENABLED", "true");
    try (var operator = OperatorProcess.start(cluster, directory, settings)) {
      exports.create(
          "shop",
          "{repository: 'file://%s', interval: 1s, deletionPolicy: Delete}"
              .formatted(git.directory()));
      exports.awaitReady("shop");
      exports.change("shop", "{\"treeish\":\"nowhere\"}");
      await()
          .untilAsserted(() -> assertThat(asked("allow")).contains("patch events.k8s.io/events"));
      exports.delete("shop");
      await().until(() -> !exports.exists("shop"));
      operator.terminate();
    }
  }

  private Set<String> asked(String decision) throws IOException {
    try (Stream<String> lines = Files.lines(cluster.audit().orElseThrow())) {
      return lines
          .map(line -> Serialization.unmarshal(line, JsonNode.class))
          .filter(request -> request.at("/user/username").asText().equals(USER))
          .filter(request ->
              request.at("/annotations/authorization.k8s.io~1decision").asText().equals(decision))
          .filter(request -> request.has("objectRef"))
          .map(PermissionsIT::permission)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String permission(JsonNode request) {
    JsonNode object = request.get("objectRef");
    String part = object.path("subresource").asText();
    return request.path("verb").asText()
        + " "
        + object.path("apiGroup").asText()
        + "/"
        + object.path("resource").asText()
        + (part.isEmpty() ? "" : "/" + part);
  }

  private Set<String> granted() throws IOException {
    try (InputStream in = Files.newInputStream(ROLES)) {
      return cluster.admin().load(in).items().stream()
          .flatMap(PermissionsIT::rules)
          .flatMap(PermissionsIT::permissions)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Stream<PolicyRule> rules(Object object) {
    return switch (object) {
      case ClusterRole role -> role.getRules().stream();
      case Role role -> role.getRules().stream();
      default -> Stream.of();
    };
  }

  private static Stream<String> permissions(PolicyRule rule) {
    return rule.getVerbs().stream()
        .flatMap(verb ->
            rule.getResources().stream()
                .map(resource -> verb + " " + rule.getApiGroups().getFirst() + "/" + resource));
  }
}
