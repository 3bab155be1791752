package dev.gitexport.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitexport.git.RealGit;
import dev.gitexport.operator.gitexport.GitExports;
import dev.gitexport.operator.gitsync.GitSyncs;
import dev.gitexport.test.Requires;
import dev.gitexport.test.cluster.OnCluster;
import dev.gitexport.test.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The roles of `deploy/manifests` and what the operator asks the API server for, side by side.
@OnCluster
final class PermissionsIT {

  private static final Path ROLES = Path.of("deploy/manifests/rbac.yaml");
  private static final String USER = "system:serviceaccount:gitexport-system:gitexport";

  private final TestCluster cluster;
  private long begun;
  @TempDir private Path directory = Path.of("");

  PermissionsIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void readTheAuditFromHereOn() throws IOException {
    Requires.that(
        cluster.audit().isPresent(), "audit", "the cluster does not tell who asked for what");
    forgetTheLeader();
    try (Stream<String> lines = Files.lines(cluster.audit().orElseThrow())) {
      begun = lines.count();
    }
  }

  @Test
  void everyPermissionIsUsedAndNoneIsMissing() throws IOException {
    liveThrough(cluster.namespace("rights"));

    await()
        .untilAsserted(
            () -> assertThat(asked("allow")).containsExactlyInAnyOrderElementsOf(granted()));
    assertThat(asked("forbid")).isEmpty();
  }

  @Test
  void withoutAnyOneOfThemTheOperatorIsRefused() throws IOException {
    OperatorProcess.install(cluster);
    RealGit git = RealGit.init(directory.resolve("git"));
    git.commit("one", "index.html", "one");
    try {
      for (String permission : granted()) {
        takeAway(permission);
        goWithout(permission, git);
      }
    } finally {
      OperatorProcess.install(cluster);
    }
  }

  /// Does what needs every permission, and waits until it is refused the one that is missing.
  private void goWithout(String permission, RealGit git) {
    forgetTheLeader();
    String namespace = cluster.namespace("without");
    var settings =
        Map.of("GITEXPORT_NAMESPACES", namespace, "GITEXPORT_LEADER_ELECTION_ENABLED", "true");
    new GitExports(cluster, namespace)
        .create(
            "shop",
            "{repository: 'file://%s', treeish: nowhere, interval: 1s, deletionPolicy: Delete}"
                .formatted(git.directory()));
    GitSyncs syncs = new GitSyncs(cluster, namespace);
    syncs.create("content", sync(git));
    try (var operator = OperatorProcess.launch(cluster, directory, settings)) {
      await()
          .untilAsserted(() -> assertThat(asked("forbid")).as(operator.log()).contains(permission));
    }
    new GitExports(cluster, namespace).abandon("shop");
    syncs.abandon("content");
  }

  /// The branch is checked out there, but nothing is pushed.
  private static String sync(RealGit git) {
    return "{repository: 'file://%s', branch: main, volume: {path: content}, deletionPolicy: Delete}"
        .formatted(git.directory());
  }

  private void forgetTheLeader() {
    cluster.admin().leases().inNamespace("gitexport-system").withName("gitexport").delete();
  }

  private void takeAway(String permission) throws IOException {
    try (InputStream in = Files.newInputStream(ROLES)) {
      for (HasMetadata object : cluster.admin().load(in).items()) {
        List<PolicyRule> rules = rules(object);
        if (!rules.isEmpty()) {
          rules.forEach(rule ->
              rule.getVerbs()
                  .removeIf(verb -> permissions(rule, verb).anyMatch(permission::equals)));
          rules.removeIf(rule -> rule.getVerbs().isEmpty());
          cluster.admin().resource(object).forceConflicts().serverSideApply();
        }
      }
    }
  }

  /// A life with everything in it that needs a permission.
  private void liveThrough(String namespace) {
    RealGit git = RealGit.init(directory.resolve("git"));
    git.commit("one", "index.html", "one");
    GitExports exports = new GitExports(cluster, namespace);
    GitSyncs syncs = new GitSyncs(cluster, namespace);
    var settings =
        Map.of("GITEXPORT_NAMESPACES", namespace, "GITEXPORT_LEADER_ELECTION_ENABLED", "true");
    try (var operator = OperatorProcess.start(cluster, directory, settings)) {
      exports.create(
          "shop",
          "{repository: 'file://%s', interval: 1s, deletionPolicy: Delete}"
              .formatted(git.directory()));
      exports.awaitReady("shop");
      syncs.create("content", sync(git));
      syncs.awaitReady("content");
      exports.change("shop", "{\"treeish\":\"nowhere\"}");
      await()
          .untilAsserted(() -> assertThat(asked("allow")).contains("patch events.k8s.io/events"));
      exports.delete("shop");
      syncs.delete("content");
      await().until(() -> !exports.exists("shop") && !syncs.exists("content"));
      operator.terminate();
    }
  }

  private Set<String> asked(String decision) throws IOException {
    try (Stream<String> lines = Files.lines(cluster.audit().orElseThrow())) {
      return lines
          .skip(begun)
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
          .flatMap(object -> rules(object).stream())
          .flatMap(rule -> rule.getVerbs().stream().flatMap(verb -> permissions(rule, verb)))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static List<PolicyRule> rules(Object object) {
    return switch (object) {
      case ClusterRole role -> role.getRules();
      case Role role -> role.getRules();
      default -> List.of();
    };
  }

  private static Stream<String> permissions(PolicyRule rule, String verb) {
    return rule.getResources().stream()
        .map(resource -> verb + " " + rule.getApiGroups().getFirst() + "/" + resource);
  }
}
