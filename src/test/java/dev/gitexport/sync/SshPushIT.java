package dev.gitexport.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.git.Access;
import dev.gitexport.git.GitException;
import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.SshServer;
import dev.gitexport.test.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Folders that push to OpenSSH's server.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SshPushIT {

  @TempDir static Path directory;

  private SshServer server;
  private Access writer;
  private int projects;
  private Desk desk;

  @BeforeAll
  void serve() {
    server = SshServer.start(directory.resolve("server"));
    writer = access(server);
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static Access access(SshServer server) {
    return SshServer.access(
        server.key("writer", "-t", "ed25519", "-N", ""), "", server.knownHosts());
  }

  @BeforeEach
  void makeProject() throws IOException {
    desk = Desk.make(Files.createDirectory(directory.resolve("p" + projects++)));
    desk.upstream = upstream(server.url(desk.remote.directory()), writer);
  }

  private static Upstream upstream(String url, Access access) {
    return new Upstream.At(url, GitNamespace.none(), access);
  }

  @Test
  void twoFoldersOnOneBranchShareTheirChanges() {
    Desk other = desk.other("theirs");
    desk.write("a", "1").sync();
    other.sync();
    other.write("b", "2").sync();

    desk.write("c", "3").sync();

    other.sync();
    assertThat(desk.read("b") + other.read("c")).isEqualTo("23");
    assertThat(desk.pushedFiles()).isEqualTo("a b c");
    assertThat(desk.commits()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void conflictsAreDecidedByPolicy(OnConflict policy) {
    Desk other = desk.other("theirs");
    desk.write("a", "1").sync();
    other.sync();
    other.write("a", "theirs").sync();
    desk.settings = desk.settings.withOnConflict(policy);
    desk.write("a", "ours");

    SyncOutcome outcome = desk.sync();

    assertThat(outcome instanceof SyncOutcome.Conflicted).isEqualTo(policy == OnConflict.REPORT);
    assertThat(desk.pushed("a")).isEqualTo(policy == OnConflict.OURS ? "ours" : "theirs");
  }

  @Test
  void aSingleCommitReplacesTheBranchByALease() {
    desk.settings = desk.settings.withKeepHistory(false);
    desk.write("a", "1").sync();

    desk.write("a", "2").sync();

    assertThat(desk.commits()).isEqualTo(1);
    assertThat(desk.pushed("a")).isEqualTo("2");
  }

  @Test
  void aKeyThatMayNotLogInIsSaidSoAndLosesNothing() {
    String stranger = server.strangeKey("stranger", "-t", "ed25519", "-N", "");
    Upstream admitted = desk.upstream;
    desk.write("a", "1");
    desk.upstream =
        upstream(
            server.url(desk.remote.directory()),
            SshServer.access(stranger, "", server.knownHosts()));
    assertThatThrownBy(desk::sync).isInstanceOf(GitException.AuthenticationFailed.class);
    desk.upstream = admitted;

    desk.sync();

    assertThat(desk.pushed("a")).isEqualTo("1");
    assertThat(desk.commits()).isEqualTo(1);
  }

  @Test
  void aServerThatIsAwayLosesNoChange() {
    try (SshServer away = SshServer.start(directory.resolve("away"))) {
      desk.upstream = upstream(away.url(desk.remote.directory()), access(away));
      desk.write("a", "1").sync();
    }
    desk.write("a", "2");
    assertThatThrownBy(desk::sync).isInstanceOf(GitException.RepositoryUnreachable.class);
    desk.write("b", "3");
    assertThatThrownBy(desk::sync).isInstanceOf(GitException.RepositoryUnreachable.class);
    desk.upstream = upstream(server.url(desk.remote.directory()), writer);

    desk.sync();

    assertThat(desk.pushedFiles()).isEqualTo("a b");
    assertThat(desk.commits()).isEqualTo(3);
  }

  /// It has no port: the server is on 22, at an address of this machine that is nobody else's.
  @Test
  void aUrlAsScpHasItIsPushedTo() {
    Requires.root();
    String host = "127.%d.7.23".formatted(20 + ProcessHandle.current().pid() % 200);
    try (SshServer usual = SshServer.start(directory.resolve("usual"), host, 22)) {
      String url = "%s@%s:%s".formatted(SshServer.USER, host, desk.remote.directory());
      desk.upstream = upstream(url, access(usual));
      desk.write("a", "1").sync();
      desk.write("a", "2").sync();

      assertThat(desk.pushed("a")).isEqualTo("2");
      assertThat(desk.commits()).isEqualTo(2);
    }
  }
}
