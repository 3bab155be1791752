package dev.gitexport.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SafeTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://joe:s3cret@git.example.com/a.git: not authorized",
        "https://s3cret@git.example.com/a.git",
        "cannot open https://joe:s3cret@x@git.example.com/a.git",
        "cannot open https://joe:pa/s3cret@git.example.com/a.git",
        "https://git.example.com/a.git?access_token=s3cret is gone",
        "Authorization: Basic s3cret",
        "sent proxy-authorization: Bearer s3cret, refused",
      })
  void credentialsAreGone(String text) {
    assertThat(SafeText.of(text)).doesNotContain("s3cret").doesNotContain("joe");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://git.example.com:8443/acme/shop@2.git",
        "git@git.example.com:acme/shop.git",
        "no treeish 'main@{1}' in /srv/shop.git"
      })
  void whatIsNoSecretStays(String text) {
    assertThat(SafeText.of(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'a\nb'|a\\nb",
        "'a\r\tb'|a\\r\\tb",
        "'a\u001b[2Jb'|a\\u001b[2Jb",
        "'a\u202eb'|a\\u202eb"
      })
  void controlCharactersAreEscaped(String text, String expected) {
    assertThat(SafeText.of(text)).isEqualTo(expected);
  }

  @Test
  void longTextIsCutBetweenCharacters() {
    String cut = SafeText.of("é😀".repeat(1000));

    assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1018, 1024);
    assertThat(cut).endsWith("…").doesNotContain("\ufffd").doesNotContain("?");
  }

  @Test
  void aMissingMessageIsSaid() {
    assertThat(SafeText.of(null)).isEqualTo("no message");
    assertThat(SafeText.of(" ")).isEqualTo("no message");
  }

  @Test
  void aChainNamesEveryCauseOnceAndHidesSecrets() {
    IOException refused = new IOException("https://joe:s3cret@h/x refused");
    RuntimeException outer =
        new IllegalStateException("fetch", new UncheckedIOException("fetch", refused));

    assertThat(SafeText.ofChain(outer)).isEqualTo("fetch: https://h/x refused");
    assertThat(SafeText.ofChain(new IllegalStateException((String) null)))
        .isEqualTo("IllegalStateException");
  }
}
