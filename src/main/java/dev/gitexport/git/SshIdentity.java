package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/// The private key that proves who asks over ssh.
final class SshIdentity {

  private SshIdentity() {}

  /// None when an agent has it.
  ///
  /// @throws GitException.AuthenticationFailed when it cannot be read
  static List<KeyPair> read(Source source, Credentials.Ssh credentials) {
    if (credentials.identity().isEmpty()) {
      return List.of();
    }
    List<KeyPair> keys = decoded(credentials);
    if (keys.isEmpty()) {
      throw new GitException.AuthenticationFailed(
          "Could not reach %s: its identity cannot be read%s. Use a private key as ssh-keygen makes it; PKCS #1, PKCS #8 and EC in PEM form are understood too."
              .formatted(
                  source.url(),
                  credentials.passphrase().isEmpty()
                      ? ", or wants its passphrase as password"
                      : ", or password is not its passphrase"),
          null);
    }
    return keys;
  }

  private static List<KeyPair> decoded(Credentials.Ssh credentials) {
    var keys = new ArrayList<KeyPair>();
    byte[] text = (credentials.identity() + '\n').getBytes(UTF_8);
    try {
      Iterable<KeyPair> found =
          SecurityUtils.loadKeyPairIdentities(
              null,
              NamedResource.ofName("identity"),
              new ByteArrayInputStream(text),
              FilePasswordProvider.of(credentials.passphrase()));
      if (found != null) {
        found.forEach(keys::add);
      }
    } catch (IOException | GeneralSecurityException | RuntimeException _) {
      // The causes may hold parts of it.
    }
    return keys;
  }
}
