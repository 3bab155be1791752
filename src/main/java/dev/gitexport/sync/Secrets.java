package dev.gitexport.sync;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Content that obviously must not be published. Only forms that hardly mean anything else.
final class Secrets {

  private static final Map<String, Pattern> FORMS =
      Map.of(
          "a private key", Pattern.compile("-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY( BLOCK)?-----"),
          "a GitHub token",
              Pattern.compile("\\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60})"),
          "a GitLab token", Pattern.compile("\\bglpat-[A-Za-z0-9_-]{20}"),
          "an AWS access key", Pattern.compile("\\b(AKIA|ASIA)[0-9A-Z]{16}\\b"),
          "a Slack token", Pattern.compile("\\bxox[abprs]-[A-Za-z0-9-]{20}"),
          "a Google API key", Pattern.compile("\\bAIza[A-Za-z0-9_-]{35}"));

  private Secrets() {}

  /// What it looks like, if it does.
  static Optional<String> find(byte[] head) {
    String text = new String(head, ISO_8859_1);
    return FORMS.entrySet().stream()
        .filter(form -> form.getValue().matcher(text).find())
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst();
  }
}
