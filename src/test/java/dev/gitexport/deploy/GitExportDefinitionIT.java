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
final class GitExportDefinitionIT {

  private static final Path CRD = Path.of("deploy/crds/gitexports.gitexport.dev-v1.yml");
  private static final String GOOD = "https://git.example.com/shop.git";

  private final TestCluster cluster;
  private String namespace = "";

  GitExportDefinitionIT(TestCluster cluster) {
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
          repository: shop                               | a repository is https://host/path
          repository: /srv/git/shop                      | a repository is https://host/path
          repository: https://u:secret@git.example/shop  | a repository holds no credentials
          repository: https://token@git.example/shop     | a repository holds no credentials
          repository: https://git.example/shop?token=x   | a repository has no query
          treeish: ''                                    | should be at least 1 chars long
          interval: soon                                 | a duration is written as 30s, 5m or 1h30m
          interval: 10ms                                 | it is at least 1s
          timeout: 0s                                    | it is at least 1s
          history: Deep                                  | supported values: "Full", "Shallow"
          permissions: {fileMode: '0999'}                | a mode is three octal digits in quotes
          permissions: {gid: -1}                         | should be greater than or equal to 0
          publish: {link: exports}                       | a link is one plain file name
          publish: {link: a/b}                           | a link is one plain file name
          publish: {pin: yesterday}                      | a pin is an export id, a commit prefix
          retention: {count: 0}                          | should be greater than or equal to 1
          retention: {count: 51}                         | should be less than or equal to 50
          retention: {maxAge: 1m}                        | maxAge is not shorter than minAge
          retention: {keep: [a, a]}                      | Duplicate value
          shared: [{path: /etc}]                         | a path is relative
          shared: [{path: a/../b}]                       | a path is relative
          shared: [{path: a}, {path: a}]                 | Duplicate value
          limits: {maxBytes: lots}                       | a size is written as 512Mi
          refspecs: ['refs/*/a/*:refs/x/*']              | a refspec has at most one '*' on each side
          refspecs: ['refs/heads/*:refs/heads/main']     | a refspec has a '*' on both sides or on none
          refspecs: ['main:refs/heads/*']                | a refspec has a '*' on both sides or on none
          refspecs: ['^main:refs/heads/main']            | a negative refspec has no ':'
          verify: {mode: Head, secretRef: {name: keys}}  | supported values: "HEAD", "Tag", "TagAndHEAD"
          verify: {mode: HEAD}                           | Required value
          limits: {maxFiles: 0}                          | should be greater than or equal to 1
          """)
  void anInvalidSpecIsRefusedInWords(String field, String message) {
    assertThatThrownBy(() -> create("bad", field))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "repository: git@git.example.com:acme/shop.git",
    "repository: ssh://git@git.example.com:2222/acme/shop.git",
    "repository: 'file:///srv/git/shop.git'",
    "treeish: 'main~2:web/public'",
    "interval: 1h30m",
    "'refspecs: [''+refs/heads/*:refs/heads/*'', main, ''^refs/heads/wip*'', ''refs/pull/*/head'']'",
    "'verify: {secretRef: {name: keys}}'",
    "publish: {pin: previous}",
    "limits: {maxBytes: 2Gi}",
    "limits: {maxBytes: 1000}",
    "shared: [{path: a/.b}]"
  })
  void aValidSpecIsTaken(String field) {
    assertThat(create("good", field).getMetadata().getUid()).isNotEmpty();
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    Map<String, Object> spec = create("plain", "treeish: main").get("spec");

    assertThat(spec)
        .containsEntry("interval", "5m")
        .containsEntry("suspend", false)
        .containsEntry("publish", Map.of("link", "current"))
        .containsEntry("retention", Map.of("count", 5, "minAge", "10m"))
        .containsEntry("permissions", Map.of("fileMode", "0444", "dirMode", "0755"));
  }

  @Test
  void resourcesAreSelectedByRepositoryAndTreeish() {
    create("main", "treeish: main");
    create("next", "treeish: next");

    var found =
        cluster
            .admin()
            .genericKubernetesResources("gitexport.dev/v1alpha1", "GitExport")
            .inNamespace(namespace)
            .withField("spec.treeish", "next")
            .withField("spec.repository", GOOD)
            .list()
            .getItems();

    assertThat(found).extracting(item -> item.getMetadata().getName()).containsExactly("next");
  }

  /// @param field as YAML, in place of its good value
  private GenericKubernetesResource create(String name, String field) {
    String repository = field.startsWith("repository") ? field : "repository: " + GOOD;
    String yaml =
        """
        apiVersion: gitexport.dev/v1alpha1
        kind: GitExport
        metadata: {name: %s, namespace: %s}
        spec:
          %s
          %s
        """
            .formatted(name, namespace, repository, field.startsWith("repository") ? "" : field);
    return cluster
        .admin()
        .resource(Serialization.unmarshal(yaml, GenericKubernetesResource.class))
        .create();
  }
}
