package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceSecretTest {

  private static final String KEY =
      "-----BEGIN OPENSSH PRIVATE KEY-----\ns3cret\n-----END OPENSSH PRIVATE KEY-----";

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

    assertThat(basic.toString() + bearer + ssh + basic.over(Network.open()))
        .doesNotContain("s3cret");
  }
}
