package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeishTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "main:web|main|web",
        "HEAD^{/a: b}:x:y|HEAD^{/a: b}|x:y",
        "br}ace:p|br}ace|p",
        "HEAD^{/{}}:p|HEAD^{/{}}|p"
      })
  void aPathStartsAtTheFirstColonOutsideBraces(String text, String revision, String path) {
    var treeish = new Treeish(text);

    assertThat(treeish.revision()).isEqualTo(revision);
    assertThat(treeish.path()).contains(path);
    assertThat(treeish).hasToString(text);
  }

  @Test
  void withoutAColonItIsAllRevision() {
    assertThat(new Treeish("HEAD^{/fix: a}").path()).isEmpty();
    assertThat(new Treeish("main").revision()).isEqualTo("main");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb", "a\0"})
  void blanksAndControlCharactersAreNone(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Treeish(text));
  }
}
