package dev.gitexport.sync;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.git.Access;
import dev.gitexport.git.Credentials;
import dev.gitexport.git.GitException;
import dev.gitexport.git.GitHttpServer;
import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.Network;
import dev.gitexport.git.Trust;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders that push over TLS to git's own server behind nginx.
final class HttpPushIT extends PushContract {

  private static final Credentials WRITER = new Credentials.Basic("git", "s3cret");
  private static final Credentials STRANGER = new Credentials.Basic("git", "wr0ng");

  @TempDir static Path directory;

  private GitHttpServer server;

  @BeforeAll
  void serve() throws IOException {
    server = GitHttpServer.start(directory.resolve("server"), directory);
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

  private Upstream upstream(Path repository, Credentials credentials, Network network) {
    String url = server.url("basic", directory.relativize(repository).toString());
    var trust = new Trust(server.pem("ca.crt"), "", "");
    return new Upstream.At(url, GitNamespace.none(), new Access(credentials, trust, network));
  }

  @Override
  Upstream writable(Path repository, Network network) {
    return upstream(repository, WRITER, network);
  }

  @Override
  Upstream unknown(Path repository) {
    return upstream(repository, STRANGER, Network.open());
  }

  @Override
  long visits() {
    return server.requests().size();
  }

  @Override
  void goAway() throws IOException {
    server.goAway();
  }

  @Override
  void comeBack() throws IOException {
    server.comeBack();
  }

  @Test
  void aPasswordIsNotTold() {
    desk.upstream = unknown(desk.remote.directory());
    desk.write("a", "1");

    assertThatThrownBy(desk::sync).hasMessageNotContaining("wr0ng");
  }

  @Test
  void whoMayOnlyReadIsToldWhatIsMissing() {
    desk.remote.run("config", "http.receivepack", "false");
    desk.write("a", "1");

    assertThatThrownBy(desk::sync)
        .isInstanceOf(GitException.AuthenticationFailed.class)
        .hasMessageContaining("Could not push to")
        .hasMessageContaining("may write");
  }
}
