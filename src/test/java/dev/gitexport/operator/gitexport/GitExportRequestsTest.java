package dev.gitexport.operator.gitexport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.api.v1alpha1.GitExportSpec;
import dev.gitexport.export.Owner;
import dev.gitexport.export.Permissions;
import dev.gitexport.export.Sharing;
import dev.gitexport.export.SymlinkPolicy;
import dev.gitexport.failure.InputException;
import dev.gitexport.git.SourceSecret;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GitExportRequestsTest {

  private final GitExportRequests requests = new GitExportRequests(Path.of("/srv/volume"));

  private static GitExport resource(String spec) throws Exception {
    GitExport resource = new GitExport();
    resource.setMetadata(new ObjectMetaBuilder().withName("shop").withNamespace("web").build());
    resource.setSpec(new ObjectMapper().readValue(spec, GitExportSpec.class));
    return resource;
  }

  private GitExportRequest from(String spec) throws Exception {
    return requests.from(
        resource(spec), Owner.local("web", "shop"), SourceSecret.NONE, Optional.empty());
  }

  @Test
  void everyFieldReachesTheEngine() throws Exception {
    var request =
        from(
            """
            {"repository": "/srv/shop.git", "treeish": "main:web", "gitNamespace": "a/b",
             "include": ["web/**"], "ignore": "*.md", "exportAttributes": false,
             "symlinks": "Skip", "interval": "1h30m", "timeout": "30s", "sharing": "Reflink",
             "permissions": {"gid": 101, "fileMode": "0440", "dirMode": "0750"},
             "shared": [{"path": "files"}], "publish": {"link": "live", "pin": "previous"},
             "retention": {"count": 3, "minAge": "1h", "maxAge": "720h", "keep": ["v1.0.0"]},
             "limits": {"maxBytes": "2Gi", "maxFiles": 10, "maxFileBytes": "0.5Ki"}}
            """);

    assertThat(request.source().namespace().name()).isEqualTo("a/b");
    assertThat(request.treeish().path()).contains("web");
    assertThat(request.settings().include()).containsExactly("web/**");
    assertThat(request.settings().exportAttributes()).isFalse();
    assertThat(request.settings().symlinks()).isEqualTo(SymlinkPolicy.SKIP);
    assertThat(request.settings().permissions()).isEqualTo(new Permissions(101, 0440, 0750));
    assertThat(request.settings().shared()).containsExactly("files");
    assertThat(request.sharing()).isEqualTo(Sharing.REFLINK);
    assertThat(request.limits().maxBytes()).isEqualTo(2L << 30);
    assertThat(request.limits().maxFileBytes()).isEqualTo(512);
    assertThat(request.interval()).isEqualTo(Duration.ofMinutes(90));
    assertThat(request.timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(request.publication().link()).isEqualTo("live");
    assertThat(request.publication().pin().text()).isEqualTo("previous");
    assertThat(request.publication().retention().maxAge()).isEqualTo(Duration.ofDays(30));
    assertThat(request.publication().target().directory())
        .isEqualTo(Path.of("/srv/volume/web/shop"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|spec.repository: it is required",
        "{\"repository\": \"https://u:p@h/x\"}|spec.repository: it holds a password",
        "{\"repository\": \"x\", \"treeish\": \" \"}|spec.treeish: ",
        "{\"repository\": \"x\", \"gitNamespace\": \"a//b\"}|spec.gitNamespace: ",
        "{\"repository\": \"x\", \"interval\": \"10ms\"}|spec.interval: it is at least 1s",
        "{\"repository\": \"x\", \"permissions\": {\"fileMode\": \"rw\"}}|spec.permissions: fileMode 'rw'",
        "{\"repository\": \"x\", \"permissions\": {\"gid\": -2}}|spec.permissions: ",
        "{\"repository\": \"x\", \"shared\": [{\"path\": \"../x\"}]}|spec.shared: ",
        "{\"repository\": \"x\", \"publish\": {\"link\": \"a/b\"}}|spec.publish.link: ",
        "{\"repository\": \"x\", \"publish\": {\"pin\": \"main\"}}|spec.publish.pin: ",
        "{\"repository\": \"x\", \"retention\": {\"count\": 51}}|spec.retention: ",
        "{\"repository\": \"x\", \"limits\": {\"maxBytes\": \"0\"}}|spec.limits: ",
        "{\"repository\": \"x\", \"limits\": {\"maxBytes\": \"2Zi\"}}|spec.limits: maxBytes",
      })
  void whatCannotBeIsNamedByItsField(String spec, String message) {
    assertThatThrownBy(() -> from(spec))
        .isInstanceOf(InputException.InvalidSpec.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining("u:p");
  }

  @Test
  void aNameThatIsNoneIsRefused() throws Exception {
    GitExport resource = resource("{\"repository\": \"x\"}");

    assertThatThrownBy(() ->
            requests.from(
                resource, Owner.local("web", "../shop"), SourceSecret.NONE, Optional.empty()))
        .hasMessageContaining("metadata.name");
    assertThatThrownBy(() ->
            requests.from(
                resource, Owner.local("Web", "shop"), SourceSecret.NONE, Optional.empty()))
        .hasMessageContaining("metadata.namespace");
  }

  @Test
  void withoutAnApiServerTheSpecIsTheGeneration() throws Exception {
    String one = Generation.of(resource("{\"repository\": \"x\"}"));

    assertThat(Generation.of(resource("{\"repository\": \"x\", \"treeish\": \"HEAD\"}")))
        .isEqualTo(one);
    assertThat(Generation.of(resource("{\"repository\": \"y\"}"))).isNotEqualTo(one);
  }
}
