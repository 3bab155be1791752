package dev.gitexport.git;

import static org.apache.sshd.common.SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.client.config.hosts.HostConfigEntry;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.eclipse.jgit.internal.transport.sshd.JGitSshClient;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;

/// The ssh sessions of one transport: to checked addresses of one host, whose key is known, with
/// the one identity that was given. Nothing of the machine's own ssh is read.
final class SshSessions extends SshSessionFactory {

  private static final int PORT = 22;

  private final Source source;
  private final Access access;
  private final Credentials.Ssh credentials;
  private final Deadline deadline;
  private final Set<JGitSshClient> clients = ConcurrentHashMap.newKeySet();

  private SshSessions(
      Source source, Access access, Credentials.Ssh credentials, Deadline deadline) {
    this.source = source;
    this.access = access;
    this.credentials = credentials;
    this.deadline = deadline;
  }

  /// @throws GitException.AuthenticationFailed without an identity
  static SshSessions of(Source source, Access access, Deadline deadline) {
    return switch (access.credentials()) {
      case Credentials.Ssh ssh -> new SshSessions(source, access, ssh, deadline);
      case Credentials.None _,
          Credentials.Basic _,
          Credentials.Bearer _,
          Credentials.Kept _,
          Credentials.GitHubApp _ ->
          throw new GitException.AuthenticationFailed(
              "Could not reach %s: ssh wants a private key. Give a Secret with identity and known_hosts, or on the command line GITEXPORT_GIT_IDENTITY_FILE and GITEXPORT_GIT_KNOWN_HOSTS_FILE."
                  .formatted(source.url()),
              null);
    };
  }

  @Override
  public String getType() {
    return "gitexport";
  }

  @Override
  public RemoteSession getSession(URIish uri, CredentialsProvider none, FS fs, int timeout) {
    return open(uri);
  }

  /// @throws GitException when the host is not the known one, or refuses
  SshSession open(URIish uri) {
    int port = uri.getPort() > 0 ? uri.getPort() : PORT;
    KnownHosts known = KnownHosts.of(source, port, credentials.knownHosts());
    JGitSshClient client = client(known);
    clients.add(client);
    client.start();
    try {
      return new SshSession(
          client,
          connect(client, uri.getUser(), port),
          source,
          access.network().packLimit(),
          deadline);
    } catch (IOException e) {
      client.close(true);
      throw known.refusal().orElseGet(() -> failed(uri.getUser(), e));
    }
  }

  private JGitSshClient client(KnownHosts known) {
    JGitSshClient client = SshClients.of(source, credentials, known, deadline);
    switch (access.route()) {
      case Route.Direct() -> {}
      case Route.Proxy proxy -> client.setProxyDatabase(SshProxy.of(proxy, access.network()));
    }
    return client;
  }

  /// By the first address that answers.
  private ClientSession connect(JGitSshClient client, String user, int port) throws IOException {
    Optional<IOException> failure = Optional.empty();
    for (String address : addresses()) {
      try {
        var entry = new HostConfigEntry("", address, port, user);
        return authenticated(
            client.connect(entry, null, null).verify(deadline.left()).getSession());
      } catch (SshException e) {
        throw e;
      } catch (IOException e) {
        failure = Optional.of(e);
      }
    }
    throw failure.orElseThrow();
  }

  private List<String> addresses() throws IOException {
    return switch (access.route()) {
      case Route.Direct() ->
          Arrays.stream(access.network().resolve(source.host()))
              .map(InetAddress::getHostAddress)
              .toList();
      case Route.Proxy _ -> List.of(access.network().behindProxy(source.host()));
    };
  }

  private ClientSession authenticated(ClientSession session) throws IOException {
    session.auth().verify(deadline.left());
    return session;
  }

  private GitException failed(String user, IOException e) {
    if (e instanceof SshException ssh
        && ssh.getDisconnectCode() == SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
      return new GitException.AuthenticationFailed(
          "Could not reach %s: the server refuses this key for the user %s. Add the public key there, or check the user's name in the URL."
              .formatted(source.url(), user),
          e);
    }
    return new GitException.RepositoryUnreachable(
        "Could not reach %s: %s. Check the host and the port.".formatted(source.url(), reason(e)),
        e);
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /// Closes the sockets, from any thread: whoever waits for one gets an error.
  void abort() {
    clients.forEach(client -> client.close(true));
  }
}
