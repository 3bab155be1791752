package dev.gitexport.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.git.Access;
import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.Network;
import dev.gitexport.git.SshServer;
import dev.gitexport.test.Requires;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders that push to OpenSSH's server.
final class SshPushIT extends PushContract {

  @TempDir static Path directory;

  private SshServer server;
  private String writer = "";
  private String stranger = "";

  @BeforeAll
  void serve() {
    server = SshServer.start(directory.resolve("server"));
    writer = server.key("writer", "-t", "ed25519", "-N", "");
    stranger = server.strangeKey("stranger", "-t", "ed25519", "-N", "");
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  Path directory() {
    return directory;
  }

  @Override
  Upstream writable(Path repository, Network network) {
    Access access = SshServer.access(writer, "", server.knownHosts());
    return new Upstream.At(
        server.url(repository),
        GitNamespace.none(),
        new Access(access.credentials(), access.trust(), network));
  }

  @Override
  Upstream unknown(Path repository) {
    return new Upstream.At(
        server.url(repository),
        GitNamespace.none(),
        SshServer.access(stranger, "", server.knownHosts()));
  }

  @Override
  long visits() {
    return server.connections();
  }

  /// Its place is taken by one that ended: a server of its own has a port of its own.
  @Override
  void goAway() {
    try (SshServer gone = SshServer.start(directory.resolve("gone"))) {
      String key = gone.key("writer", "-t", "ed25519", "-N", "");
      desk.upstream =
          new Upstream.At(
              gone.url(desk.remote.directory()),
              GitNamespace.none(),
              SshServer.access(key, "", gone.knownHosts()));
    }
  }

  @Override
  void comeBack() {
    desk.upstream = writable(desk.remote.directory(), Network.open());
  }

  /// It has no port: the server is on 22, at an address of this machine that is nobody else's.
  @Test
  void aUrlAsScpHasItIsPushedTo() {
    Requires.root();
    String host = "127.%d.7.23".formatted(20 + ProcessHandle.current().pid() % 200);
    try (SshServer usual = SshServer.start(directory.resolve("usual"), host, 22)) {
      String url = "%s@%s:%s".formatted(SshServer.USER, host, desk.remote.directory());
      String key = usual.key("writer", "-t", "ed25519", "-N", "");
      desk.upstream =
          new Upstream.At(url, GitNamespace.none(), SshServer.access(key, "", usual.knownHosts()));
      desk.write("a", "1").sync();
      desk.write("a", "2").sync();

      assertThat(desk.pushed("a")).isEqualTo("2");
      assertThat(desk.commits()).isEqualTo(2);
    }
  }
}
