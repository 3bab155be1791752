package dev.gitexport.git;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Credentials with a name that outlives their change: two readers with other secrets are two
/// sources, one reader with a new password is the same. Never written anywhere.
///
/// @param id of whoever keeps them, or `-` for none
public record SourceSecret(String id, Credentials credentials, Trust trust) {

  public static final SourceSecret NONE =
      new SourceSecret("-", new Credentials.None(), Trust.system());

  private static final Set<String> KEYS =
      Set.of("username", "password", "bearerToken", "ca.crt", "tls.crt", "tls.key");

  /// @param values by the keys that Flux has: `username` and `password`, or `bearerToken`;
  ///   `ca.crt`, `tls.crt`, `tls.key`
  /// @throws IllegalArgumentException naming the key that is wrong, never a value
  public static SourceSecret of(String id, Map<String, String> values) {
    if (values.keySet().stream().noneMatch(KEYS::contains)) {
      throw new IllegalArgumentException(
          "it has none of the keys %s".formatted(String.join(", ", new TreeSet<>(KEYS))));
    }
    return new SourceSecret(
        id,
        credentials(values),
        new Trust(value(values, "ca.crt"), value(values, "tls.crt"), value(values, "tls.key")));
  }

  private static Credentials credentials(Map<String, String> values) {
    String username = value(values, "username");
    String password = value(values, "password");
    String token = value(values, "bearerToken").strip();
    if (!token.isEmpty() && !(username + password).isEmpty()) {
      throw new IllegalArgumentException(
          "bearerToken does not go together with username and password: give one or the other");
    }
    if (token.chars().anyMatch(c -> c <= ' ' || c > '~') || username.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "bearerToken holds no spaces or control characters, username no ':'");
    }
    if (!token.isEmpty()) {
      return new Credentials.Bearer(token);
    }
    if (username.isEmpty() != password.isEmpty()) {
      throw new IllegalArgumentException("username and password go together: give both or none");
    }
    return username.isEmpty() ? new Credentials.None() : new Credentials.Basic(username, password);
  }

  /// Editors end a file with a newline, and no password does.
  private static String value(Map<String, String> values, String key) {
    return values.getOrDefault(key, "").replaceFirst("[\r\n]+$", "");
  }

  /// What opens a source over this network.
  public Access over(Network network) {
    return new Access(credentials, trust, network);
  }
}
