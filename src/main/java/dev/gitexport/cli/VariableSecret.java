package dev.gitexport.cli;

import dev.gitexport.failure.InputException;
import dev.gitexport.git.SourceSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Credentials out of environment variables, for a repository named on the command line.
final class VariableSecret {

  private static final String AUTHORITY = "GITEXPORT_GIT_CA_FILE";

  private static final Map<String, String> KEYS =
      Map.of(
          "GITEXPORT_GIT_USERNAME", "username",
          "GITEXPORT_GIT_PASSWORD", "password",
          "GITEXPORT_GIT_TOKEN", "bearerToken");

  private VariableSecret() {}

  /// @throws InputException.InvalidSpec when the variables do not go together
  static SourceSecret of(Surroundings surroundings) {
    Map<String, String> values = new HashMap<>();
    KEYS.forEach((variable, key) -> {
      String value = surroundings.variable(variable);
      if (!value.isEmpty()) {
        values.put(key, value);
      }
    });
    String file = surroundings.variable(AUTHORITY);
    if (!file.isEmpty()) {
      values.put("ca.crt", content(surroundings.resolve(Path.of(file))));
    }
    return values.isEmpty()
        ? SourceSecret.NONE
        : Arguments.parse("GITEXPORT_GIT_*", "", _ -> SourceSecret.of("variables", values));
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new InputException.InvalidSpec(AUTHORITY, "%s cannot be read".formatted(file), e);
    }
  }
}
