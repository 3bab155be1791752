package dev.gitexport.cli;

import dev.gitexport.failure.InputException;
import dev.gitexport.git.Credentials;
import dev.gitexport.git.Route;
import dev.gitexport.git.SourceSecret;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Credentials out of environment variables, for a repository named on the command line.
final class VariableSecret {

  private static final String ID = "variables";

  private static final String AGENT = "GITEXPORT_GIT_SSH_AGENT";

  private static final Map<String, String> KEYS =
      Map.of(
          "GITEXPORT_GIT_USERNAME", "username",
          "GITEXPORT_GIT_PASSWORD", "password",
          "GITEXPORT_GIT_TOKEN", "bearerToken");

  private static final Map<String, String> FILES =
      Map.of(
          "GITEXPORT_GIT_CA_FILE", "ca.crt",
          "GITEXPORT_GIT_IDENTITY_FILE", "identity",
          "GITEXPORT_GIT_KNOWN_HOSTS_FILE", "known_hosts");

  private static final Map<String, String> PROXY_KEYS =
      Map.of(
          "GITEXPORT_GIT_PROXY", "address",
          "GITEXPORT_GIT_PROXY_USERNAME", "username",
          "GITEXPORT_GIT_PROXY_PASSWORD", "password");

  private static final Map<String, String> PROXY_FILES =
      Map.of("GITEXPORT_GIT_PROXY_CA_FILE", "ca.crt");

  private VariableSecret() {}

  /// @throws InputException.InvalidSpec when the variables do not go together
  static SourceSecret of(Surroundings surroundings) {
    Map<String, String> proxy = values(surroundings, PROXY_KEYS, PROXY_FILES);
    SourceSecret secret = credentials(surroundings);
    return proxy.isEmpty()
        ? secret
        : secret.by(Arguments.parse("GITEXPORT_GIT_PROXY*", "", _ -> Route.of(proxy)));
  }

  /// Likewise; or what git's credential helper keeps for a URL, where a variable says to ask it.
  ///
  /// @throws InputException.InvalidSpec likewise
  static SourceSecret of(Surroundings surroundings, String url) {
    SourceSecret secret = of(surroundings);
    boolean mayAsk = surroundings.variable(GitCredential.VARIABLE).equals("true");
    return mayAsk && secret.credentials() instanceof Credentials.None && url.matches("https?://.*")
        ? GitCredential.fill(surroundings, url)
            .map(kept -> new SourceSecret("git-credential", kept, secret.trust(), secret.route()))
            .orElse(secret)
        : secret;
  }

  private static SourceSecret credentials(Surroundings surroundings) {
    Map<String, String> values = values(surroundings, KEYS, FILES);
    String agent = surroundings.variable(AGENT);
    if (!agent.isEmpty()) {
      String hosts = values.getOrDefault("known_hosts", "");
      return Arguments.parse(
          "GITEXPORT_GIT_KNOWN_HOSTS_FILE", "", _ -> SourceSecret.ofAgent(ID, agent, hosts));
    }
    return values.isEmpty()
        ? SourceSecret.NONE
        : Arguments.parse("GITEXPORT_GIT_*", "", _ -> SourceSecret.of(ID, values));
  }

  private static Map<String, String> values(
      Surroundings surroundings, Map<String, String> texts, Map<String, String> files) {
    Map<String, String> values = new HashMap<>();
    texts.forEach((variable, key) -> {
      String value = surroundings.variable(variable);
      if (!value.isEmpty()) {
        values.put(key, value);
      }
    });
    files.forEach((variable, key) -> {
      String file = surroundings.variable(variable);
      if (!file.isEmpty()) {
        values.put(key, Arguments.content(variable, surroundings.resolve(Path.of(file))));
      }
    });
    return values;
  }
}
