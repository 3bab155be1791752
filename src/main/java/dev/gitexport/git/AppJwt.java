package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/// What a GitHub App signs to prove who it is: a JSON Web Token by RS256 (RFC 7519, RFC 7518).
final class AppJwt {

  /// GitHub takes none for longer than ten minutes from its own time.
  private static final Duration LIFE = Duration.ofMinutes(9);

  /// Its clock may be behind.
  private static final Duration SKEW = Duration.ofMinutes(1);

  private AppJwt() {}

  static String of(Credentials.GitHubApp app, Instant now) {
    String claims =
        "{\"iat\":%d,\"exp\":%d,\"iss\":\"%s\"}"
            .formatted(
                now.minus(SKEW).getEpochSecond(), now.plus(LIFE).getEpochSecond(), app.appId());
    String signed =
        encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(UTF_8))
            + '.'
            + encoded(claims.getBytes(UTF_8));
    return signed + '.' + encoded(signature(app, signed));
  }

  private static byte[] signature(Credentials.GitHubApp app, String text) {
    PrivateKey key = PemKey.read(GitHubAppSecret.PRIVATE_KEY, app.privateKey());
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(text.getBytes(UTF_8));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(GitHubAppSecret.PRIVATE_KEY + " is no RSA key", e);
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
