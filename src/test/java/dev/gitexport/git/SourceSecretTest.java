package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceSecretTest {

  private static final String KEY =
      "-----BEGIN OPENSSH PRIVATE KEY-----\ns3cret\n-----END OPENSSH PRIVATE KEY-----";

  private static final String RSA = key("RSA");
  private static final String EC = key("EC");

  @Test
  void readsTheKeysOfAGitHubApp() {
    assertThat(SourceSecret.of("uid", app("githubAppID", "Iv1.8\n")).credentials())
        .isEqualTo(
            new Credentials.GitHubApp("Iv1.8", "2", RSA, URI.create("https://api.github.com")));
  }

  /// A GitHub App's keys and one more.
  private static Map<String, String> app(String key, String value) {
    var values =
        new HashMap<>(
            Map.of("githubAppID", "1", "githubAppInstallationID", "2", "githubAppPrivateKey", RSA));
    values.put(key, value);
    return values;
  }

  private static String key(String algorithm) {
    try {
      var pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
      return GitHubApi.pem("PRIVATE KEY", pair.getPrivate().getEncoded()).strip();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void readsTheKeysOfFlux() {
    assertThat(SourceSecret.of("uid", Map.of("username", "u", "password", "p@:\n")).credentials())
        .isEqualTo(new Credentials.Basic("u", "p@:"));
    assertThat(SourceSecret.of("uid", Map.of("bearerToken", "t\n")).credentials())
        .isEqualTo(new Credentials.Bearer("t"));
    assertThat(
            SourceSecret.of(
                    "uid",
                    Map.of("identity", KEY, "identity.pub", "", "known_hosts", "", "password", "p"))
                .credentials())
        .isEqualTo(new Credentials.Ssh(KEY, "p", "", ""));
    assertThat(SourceSecret.of("uid", Map.of("ssh-privatekey", KEY + "\n")).credentials())
        .isEqualTo(new Credentials.Ssh(KEY, "", "", ""));
  }

  @Test
  void whatDoesNotGoTogetherIsRefusedWithoutAValue() {
    for (Map<String, String> values :
        List.of(
            Map.of("user", "s3cret"),
            Map.of("username", "s3cret"),
            Map.of("password", "s3cret"),
            Map.of("username", "s3:cret", "password", "s3cret"),
            Map.of("bearerToken", "s3cret", "password", "s3cret"),
            Map.of("bearerToken", "s3cret\r\nX-Other: s3cret"),
            Map.of("ca.crt", "s3cret"),
            Map.of("identity", "s3cret"),
            Map.of("known_hosts", "localhost ssh-ed25519 s3cret", "identity", KEY),
            Map.of("known_hosts", ""),
            Map.of("identity", KEY, "username", "s3cret"),
            Map.of("identity", KEY, "bearerToken", "s3cret"),
            Map.of("githubAppID", "s3cret"),
            Map.of("githubAppPrivateKey", RSA),
            Map.of("githubAppPrivateKey", RSA, "githubAppID", "s3 cret"),
            Map.of("githubAppPrivateKey", RSA, "githubAppID", "1"),
            Map.of("githubAppPrivateKey", EC, "githubAppID", "1", "githubAppInstallationID", "2"),
            app("password", "s3cret"),
            app("identity", KEY),
            app("githubAppInstallationID", "s3cret"),
            app("githubAppBaseURL", "http://s3cret.example.com"),
            app("githubAppBaseURL", "https://u:s3cret@example.com"),
            app("githubAppBaseURL", "https://s3cret_example/%"),
            app("githubAppBaseURL", "https://s3cret:port"),
            Map.of("tls.crt", "s3cret"),
            Map.of("tls.crt", "s3cret", "tls.key", "s3cret"),
            Map.of("tls.key", "-----BEGIN PRIVATE KEY-----s3cret-----END PRIVATE KEY-----"))) {
      assertThatIllegalArgumentException()
          .as("%s", values.keySet())
          .isThrownBy(() -> SourceSecret.of("uid", values))
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
    }
  }

  @Test
  void nothingShowsASecret() {
    var basic = SourceSecret.of("uid", Map.of("username", "u", "password", "s3cret"));
    var bearer = SourceSecret.of("uid", Map.of("bearerToken", "s3cret"));
    var ssh = SourceSecret.of("uid", Map.of("identity", KEY));

    var app = SourceSecret.of("uid", app("tls.crt", ""));

    assertThat(basic.toString() + bearer + ssh + app + basic.over(Network.open()))
        .doesNotContain("s3cret", "PRIVATE");
    assertThat(new InstallationToken("s3cret", Instant.MAX).toString()).doesNotContain("s3cret");
  }
}
