package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitNamespaceTest {

  @Test
  void nests() {
    assertThat(new GitNamespace("a").refPrefix()).isEqualTo("refs/namespaces/a/");
    assertThat(new GitNamespace("a/b").refPrefix())
        .isEqualTo("refs/namespaces/a/refs/namespaces/b/");
    assertThat(GitNamespace.none().refPrefix()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/", "a/", "/a", "a//b", "..", "a/../b", ".a", "a.lock", "a b", "a~", "a:b", "-a", "a/-b",
        "a\\b", "a@{b", "a\nb", "a*"
      })
  void isRefusedWhereGitAllowsNoRef(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GitNamespace(name))
        .withMessageContaining("no git namespace");
  }
}
