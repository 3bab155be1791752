package dev.gitexport.git;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Credentials with a name that outlives their change: two readers with other secrets are two
/// sources, one reader with a new password is the same. Never written anywhere.
///
/// @param id of whoever keeps them, or `-` for none
/// @param route to the source's host
public record SourceSecret(String id, Credentials credentials, Trust trust, Route route) {

  public static final SourceSecret NONE =
      new SourceSecret("-", new Credentials.None(), Trust.system(), new Route.Direct());

  private static final String USERNAME = "username";
  private static final String PASSWORD = "password";
  private static final String TOKEN = "bearerToken";
  private static final String IDENTITY = "identity";
  private static final String KNOWN_HOSTS = "known_hosts";

  /// As a Secret of the type kubernetes.io/ssh-auth calls it.
  private static final String SSH_AUTH = "ssh-privatekey";

  private static final Set<String> KEYS =
      Set.of(
          USERNAME,
          PASSWORD,
          TOKEN,
          "ca.crt",
          "tls.crt",
          "tls.key",
          IDENTITY,
          KNOWN_HOSTS,
          SSH_AUTH);

  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY-----");

  /// @param values by the keys that Flux has: `username` and `password`, or `bearerToken`;
  ///   `ca.crt`, `tls.crt`, `tls.key`; or for ssh `identity` (or `ssh-privatekey`), `known_hosts`
  ///   and the identity's passphrase as `password`; or `githubAppID`, `githubAppInstallationID`,
  ///   `githubAppPrivateKey` and `githubAppBaseURL`
  /// @throws IllegalArgumentException naming the key that is wrong, never a value
  public static SourceSecret of(String id, Map<String, String> values) {
    Set<String> known = new TreeSet<>(KEYS);
    known.addAll(GitHubAppSecret.KEYS);
    if (values.keySet().stream().noneMatch(known::contains)) {
      throw new IllegalArgumentException(
          "it has none of the keys %s".formatted(String.join(", ", known)));
    }
    return new SourceSecret(
        id,
        credentials(values),
        new Trust(value(values, "ca.crt"), value(values, "tls.crt"), value(values, "tls.key")),
        new Route.Direct());
  }

  /// A key that an ssh-agent keeps: for a person's own machine, never out of a cluster's Secret.
  ///
  /// @param socket of the agent
  /// @throws IllegalArgumentException when the known hosts are not in OpenSSH's form
  public static SourceSecret ofAgent(String id, String socket, String knownHosts) {
    KnownHosts.check(knownHosts);
    return new SourceSecret(
        id, new Credentials.Ssh("", "", knownHosts, socket), Trust.system(), new Route.Direct());
  }

  private static Credentials credentials(Map<String, String> values) {
    boolean isSsh = Stream.of(IDENTITY, SSH_AUTH, KNOWN_HOSTS).anyMatch(values::containsKey);
    if (GitHubAppSecret.KEYS.stream().noneMatch(values::containsKey)) {
      return isSsh ? ssh(values) : http(values);
    }
    if (isSsh || Stream.of(USERNAME, PASSWORD, TOKEN).anyMatch(values::containsKey)) {
      throw new IllegalArgumentException(
          "the keys of a GitHub App do not go together with other credentials: make two Secrets");
    }
    return GitHubAppSecret.read(values);
  }

  private static Credentials ssh(Map<String, String> values) {
    if (!(value(values, USERNAME) + value(values, TOKEN)).isEmpty()) {
      throw new IllegalArgumentException(
          "identity and known_hosts are for ssh, username and bearerToken are not: make two Secrets. The user's name is in the URL");
    }
    String key = values.containsKey(IDENTITY) ? IDENTITY : SSH_AUTH;
    String identity = value(values, key);
    if (!PRIVATE_KEY.matcher(identity).find()) {
      throw new IllegalArgumentException(
          "%s holds no private key: it begins with a line as -----BEGIN OPENSSH PRIVATE KEY-----"
              .formatted(key));
    }
    String hosts = value(values, KNOWN_HOSTS);
    KnownHosts.check(hosts);
    return new Credentials.Ssh(identity, value(values, PASSWORD), hosts, "");
  }

  private static Credentials http(Map<String, String> values) {
    String username = value(values, USERNAME);
    String password = value(values, PASSWORD);
    String token = value(values, TOKEN).strip();
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

  /// The same by another route.
  public SourceSecret by(Route other) {
    return new SourceSecret(id, credentials, trust, other);
  }

  /// What opens a source over this network.
  public Access over(Network network) {
    return new Access(credentials, trust, network, route);
  }
}
