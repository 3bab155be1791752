package dev.gitexport.operator.gitexport;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.export.Owner;
import dev.gitexport.failure.InputException;
import dev.gitexport.git.SourceSecret;
import dev.gitexport.operator.source.SchemePolicy;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OperatorPolicyTest {

  private final OperatorPolicy policy =
      new OperatorPolicy(new SchemePolicy(Set.of("https", "ssh")), false);

  @ParameterizedTest
  @ValueSource(
      strings = {"https://example.com/a", "HTTPS://example.com/a", "ssh://git@h/a", "git@h:a/b"})
  void anAllowedSchemePasses(String repository) {
    assertThatCode(() -> policy.check(request("repository: '%s'".formatted(repository))))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://example.com/a", "git://h/a", "file:///etc", "/etc", "ext::sh -c id"})
  void anyOtherIsRefusedByItsSetting(String repository) {
    assertThatThrownBy(() -> policy.check(request("repository: '%s'".formatted(repository))))
        .isInstanceOf(InputException.InvalidSpec.class)
        .hasMessageStartingWith("spec.repository: ")
        .hasMessageContaining("gitexport.sources.schemes");
  }

  @Test
  void linksThatLeaveAnExportAreKeptOnlyWhereThatIsAllowed() {
    GitExportRequest request = request("repository: 'git@h:a', symlinks: Preserve");

    assertThatThrownBy(() -> policy.check(request))
        .isInstanceOf(InputException.InvalidSpec.class)
        .hasMessageContaining("gitexport.symlinks.allow-preserve");
    assertThatCode(() -> new OperatorPolicy(new SchemePolicy(Set.of("ssh")), true).check(request))
        .doesNotThrowAnyException();
  }

  private static GitExportRequest request(String spec) {
    GitExport resource =
        Serialization.unmarshal(
            "metadata: {name: shop, namespace: web}\nspec: {%s}".formatted(spec), GitExport.class);
    return new GitExportRequests(Path.of("/volume"))
        .from(resource, Owner.local("web", "shop"), SourceSecret.NONE, Optional.empty());
  }
}
