package dev.gitexport.operator.source;

import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.History;
import dev.gitexport.git.SourceSecret;
import java.util.regex.Pattern;

/// Where a resource's trees come from.
///
/// @param repository URL, scp-like address or, where that is allowed, a path; without credentials
/// @param history how much of it is kept
/// @param secret what proves who asks
public record GitSource(
    String repository, GitNamespace namespace, History history, SourceSecret secret) {

  private static final Pattern CREDENTIALS =
      Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.-]*://[^/]*:[^/]*@.*");

  public GitSource {
    if (repository.isBlank()) {
      throw new IllegalArgumentException("it is required: a URL or a path");
    }
    if (repository.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("it holds a control character");
    }
    if (CREDENTIALS.matcher(repository).matches()) {
      throw new IllegalArgumentException(
          "it holds a password, which would be shown; keep credentials out of the URL");
    }
  }
}
