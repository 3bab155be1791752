package dev.gitexport.git;

import java.io.File;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.core.CoreModuleProperties;
import org.eclipse.jgit.internal.transport.sshd.JGitPublicKeyAuthFactory;
import org.eclipse.jgit.internal.transport.sshd.JGitServerKeyVerifier;
import org.eclipse.jgit.internal.transport.sshd.JGitSshClient;
import org.eclipse.jgit.internal.transport.sshd.agent.JGitSshAgentFactory;
import org.eclipse.jgit.transport.sshd.IdentityPasswordProvider;

/// Makes ssh clients that know one identity and one host, and nothing of the machine.
final class SshClients {

  private static final String PUBLIC_KEY = "publickey";

  /// Where no configuration, no key and no known host is.
  private static final File NOWHERE = new File("/nonexistent");

  /// None by SHA-1, and no host certificates, which known_hosts is not asked about.
  private static final List<NamedFactory<Signature>> SIGNATURES =
      List.of(
          BuiltinSignatures.ed25519,
          BuiltinSignatures.nistp256,
          BuiltinSignatures.nistp384,
          BuiltinSignatures.nistp521,
          BuiltinSignatures.rsaSHA512,
          BuiltinSignatures.rsaSHA256);

  private SshClients() {}

  /// A client that is not started.
  ///
  /// @throws GitException.AuthenticationFailed when the identity cannot be read
  static JGitSshClient of(
      Source source, Credentials.Ssh credentials, KnownHosts known, Deadline deadline) {
    List<KeyPair> keys = SshIdentity.read(source, credentials);
    var client =
        (JGitSshClient)
            ClientBuilder.builder()
                .factory(JGitSshClient::new)
                .filePasswordProvider(FilePasswordProvider.EMPTY)
                .hostConfigEntryResolver(HostConfigEntryResolver.EMPTY)
                .serverKeyVerifier(new JGitServerKeyVerifier(known))
                .signatureFactories(SIGNATURES)
                .build();
    client.setUserAuthFactories(List.of(JGitPublicKeyAuthFactory.FACTORY));
    client.setKeyIdentityProvider(KeyIdentityProvider.wrapKeyPairs(keys));
    client.setKeyPasswordProviderFactory(() -> new IdentityPasswordProvider(null));
    client.setAttribute(JGitSshClient.PREFERRED_AUTHENTICATIONS, PUBLIC_KEY);
    client.setAttribute(JGitSshClient.HOME_DIRECTORY, NOWHERE.toPath());
    if (!credentials.agent().isEmpty()) {
      client.setAgentFactory(new JGitSshAgentFactory(new SshAgent(credentials.agent()), NOWHERE));
    }
    // The deadline ends what takes too long.
    CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
    CoreModuleProperties.AUTH_TIMEOUT.set(client, deadline.left());
    return client;
  }
}
