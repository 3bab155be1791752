package dev.gitexport.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.test.cluster.OnCluster;
import dev.gitexport.test.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnCluster
final class GitSyncDefinitionIT {

  private static final Path CRD = Path.of("deploy/crds/gitsyncs.gitexport.dev-v1.yml");
  private static final Map<String, String> GOOD =
      Map.of(
          "repository", "https://git.example.com/content.git",
          "branch", "live",
          "volume", "{path: content}");

  private final TestCluster cluster;
  private String namespace = "";

  GitSyncDefinitionIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void apply() {
    cluster.applyDefinition(CRD);
    namespace = cluster.namespace("definition");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          repository | shop                                   | a repository is https://host/path
          repository | https://u:secret@git.example/shop      | a repository holds no credentials
          repository | https://git.example/shop?token=x       | a repository has no query
          branch     | ''                                     | should be at least 1 chars long
          branch     | refs/heads/live                        | a branch is named as git allows
          branch     | a..b                                   | a branch is named as git allows
          branch     | a b                                    | a branch is named as git allows
          branch     | live.lock                              | a branch is named as git allows
          branch     | -live                                  | a branch is named as git allows
          branch     | 'a\\b'                                 | a branch is named as git allows
          volume     | {}                                     | volume.path: Required value
          volume     | {path: /etc}                           | a path is relative
          volume     | {path: a/../b}                         | a path is relative
          volume     | {path: .gitsync/x}                     | names with a leading dot
          volume     | {path: shop/.gitexport}                | names with a leading dot
          interval   | soon                                   | a duration is written as 30s, 5m or 1h30m
          interval   | 10ms                                   | it is at least 1s
          quietPeriod | soon                                  | a duration is written as 30s, 5m or 1h30m
          maxDelay   | 1d                                     | a duration is written as 30s, 5m or 1h30m
          timeout    | 0s                                     | it is at least 1s
          initialise | Merge                                  | supported values: "Adopt", "Clone"
          onConflict | Force                                  | supported values: "Branch", "Ours", "Report", "Theirs"
          deletionPolicy | Keep                               | supported values: "Delete", "Retain"
          limits     | {maxDeletions: half}                   | deletions are a count, as 20, or a share
          limits     | {maxDeletions: 101%}                   | deletions are a count, as 20, or a share
          pushRefspec | 'live'                                | a refspec to push is BRANCH:REF
          pushRefspec | refs/*:refs/*                         | a refspec to push is BRANCH:REF
          limits     | {maxFileSize: lots}                    | a size is written as 512Mi
          commit     | {author: {name: 'a <b'}}               | a name is not empty
          commit     | {author: {name: ' '}}                  | a name is not empty
          commit     | {author: {email: 'a@b>'}}              | an address has no
          commit     | {messageTemplate: ''}                  | should be at least 1 chars long
          """)
  void anInvalidSpecIsRefusedInWords(String field, String value, String message) {
    assertThatThrownBy(() -> create("bad", field, value))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          repository | git@git.example.com:acme/shop.git
          branch     | feature/live.1
          volume     | {path: shop/shared/files}
          limits     | {maxDeletions: 100%, maxFileSize: 1Gi}
          limits     | {maxDeletions: 20}
          pushRefspec | +HEAD:refs/heads/review
          pushRefspec | :refs/heads/old
          commit     | {author: {name: Ada Lovelace, email: ada@example.com}}
          """)
  void aValidSpecIsTaken(String field, String value) {
    assertThat(create("good", field, value).getMetadata().getUid()).isNotEmpty();
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    Map<String, Object> spec = create("plain", "branch", "live").get("spec");

    assertThat(spec)
        .containsEntry("interval", "1m")
        .containsEntry("timeout", "2m")
        .containsEntry("suspend", false)
        .containsEntry("initialise", "Clone")
        .containsEntry("keepHistory", true)
        .containsEntry("onConflict", "Report")
        .containsEntry("deletionPolicy", "Retain")
        .containsEntry("limits", Map.of("maxDeletions", "50%"))
        .containsEntry(
            "commit",
            Map.of(
                "author",
                Map.of("name", "gitexport", "email", "gitexport@localhost"),
                "messageTemplate",
                "{namespace}/{name}: {added} added, {modified} modified, {deleted} deleted"));
  }

  @Test
  void theFolderStaysWhereItIs() {
    var content = create("content", "volume", "{path: content}");
    Map<String, Object> spec = content.get("spec");
    spec.put("volume", Map.of("path", "other"));

    assertThatThrownBy(() -> cluster.admin().resource(content).update())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("the folder of a resource stays where it is");
  }

  @Test
  void resourcesAreSelectedByRepositoryBranchAndFolder() {
    create("live", "branch", "live");
    create("next", "branch", "next");

    var found =
        cluster
            .admin()
            .genericKubernetesResources("gitexport.dev/v1alpha1", "GitSync")
            .inNamespace(namespace)
            .withField("spec.branch", "next")
            .withField("spec.repository", "https://git.example.com/content.git")
            .withField("spec.volume.path", "content")
            .list()
            .getItems();

    assertThat(found).extracting(item -> item.getMetadata().getName()).containsExactly("next");
  }

  /// @param value as YAML, in place of the field's good one
  private GenericKubernetesResource create(String name, String field, String value) {
    var spec = new java.util.TreeMap<>(GOOD);
    spec.put(field, value.isEmpty() ? "''" : value);
    var yaml = new StringBuilder();
    spec.forEach((key, text) -> yaml.append("  %s: %s%n".formatted(key, text)));
    return cluster
        .admin()
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: gitexport.dev/v1alpha1
                kind: GitSync
                metadata: {name: %s, namespace: %s}
                spec:
                """
                        .formatted(name, namespace)
                    + yaml,
                GenericKubernetesResource.class))
        .create();
  }
}
