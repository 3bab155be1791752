package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.test.Ports;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.transport.PacketLineOut;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Against git's own daemon.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GitDaemonIT {

  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir static Path directory;

  private RealGit git;
  private LocalServer daemon;
  private ObjectStore store;

  @BeforeAll
  void serve() {
    git = RealGit.init(directory.resolve("projects/shop"));
    for (int i = 1; i <= 4; i++) {
      git.commit("commit " + i, "a.txt", "content " + i, "dir/b.txt", "b");
    }
    daemon =
        LocalServer.start(
            directory,
            List.of(
                "git",
                "daemon",
                "--verbose",
                "--export-all",
                "--enable=receive-pack",
                "--base-path=" + directory.resolve("projects"),
                "--listen=127.0.0.1",
                "--port=@PORT@"));
    store = new ObjectStore(directory.resolve("store"), "tenant", CLOCK);
  }

  @AfterAll
  void stop() {
    if (daemon != null) {
      daemon.close();
    }
  }

  @ParameterizedTest
  @EnumSource(History.class)
  void fetchesATreeish(History history) throws IOException {
    Source source = source(daemon.port(), "shop/.git", history);
    for (String treeish : List.of("main", "main:dir", "main~2")) {
      RemoteRefs look = store.look(source, Access.anonymous(), soon());
      try (Fetched fetched =
              store.fetch(source, Access.anonymous(), new Treeish(treeish), look, soon());
          ObjectReader reader = fetched.source().newObjectReader()) {
        String asTree = treeish.contains(":") ? treeish : treeish + "^{tree}";
        assertThat(fetched.tree().tree()).as(treeish).isEqualTo(git.id(asTree));
        assertThat(reader.has(fetched.tree().tree())).isTrue();
      }
    }
  }

  @Test
  void asksForAPush() throws IOException {
    try (var local =
            LocalRepository.openReadOnly(GitDirectory.at(git.directory().resolve(".git")));
        var remote =
            RemoteTransport.open(
                local,
                source(daemon.port(), "shop/.git", History.SHALLOW),
                Access.anonymous(),
                soon());
        var connection = remote.transport().openPush()) {
      assertThat(connection.getRefsMap()).containsKey("refs/heads/main");
    }
  }

  @Test
  void whatIsNotThereOrNotAllowedIsUnreachable() {
    Source absent = source(daemon.port(), "none", History.SHALLOW);
    Source nobody = source(Ports.free(), "shop/.git", History.SHALLOW);
    Access guarded = Access.anonymous(Network.guarded(Set.of(), List.of()));
    Source here = source(daemon.port(), "shop/.git", History.SHALLOW);

    assertThatThrownBy(() -> store.look(absent, Access.anonymous(), soon()))
        .isInstanceOf(GitException.RepositoryUnreachable.class);
    assertThatThrownBy(() -> store.look(nobody, Access.anonymous(), soon()))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("refused");
    assertThatThrownBy(() -> store.look(here, guarded, soon()))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("is not allowed");
  }

  @Test
  void aPackThatIsTooLargeIsCutOff() {
    Source source = source(daemon.port(), "shop/.git", History.FULL);
    RemoteRefs look = store.look(source, Access.anonymous(), soon());
    Access little = Access.anonymous(Network.open().upTo(200));
    var other = new ObjectStore(directory.resolve("other"), "tenant", CLOCK);

    assertThatThrownBy(() -> other.fetch(source, little, new Treeish("main"), look, soon()))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("gitexport.sources.max-pack-size");
    other.fetch(source, Access.anonymous(), new Treeish("main"), look, soon()).close();
  }

  @Test
  void anEndlessListOfRefsIsCutOff() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var sent = new AtomicLong();
      Thread.ofVirtual().start(() -> sendRefs(server, sent));
      Source source = source(server.getLocalPort(), "shop", History.SHALLOW);

      assertThatThrownBy(() -> store.look(source, Access.anonymous(), soon()))
          .isInstanceOf(GitException.RepositoryUnreachable.class)
          .hasMessageContaining("32 MiB");
      assertThat(sent).hasValueLessThan(2 * AnswerLimit.REFS);
    }
  }

  private static void sendRefs(ServerSocket server, AtomicLong sent) {
    try (Socket met = server.accept()) {
      var refs = new PacketLineOut(new BufferedOutputStream(met.getOutputStream()));
      for (int i = 0; sent.get() < 4 * AnswerLimit.REFS; i++) {
        byte[] line = Constants.encode("%040x refs/heads/%d\n".formatted(i, i));
        refs.writePacket(line);
        sent.addAndGet(line.length);
      }
    } catch (IOException e) {
      // It was cut off.
    }
  }

  @Test
  void aBlackHoleEndsAtTheDeadlineAndSoDoesTheConnection() throws IOException {
    try (var hole = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Source source = source(hole.getLocalPort(), "shop", History.SHALLOW);
      Deadline deadline = Deadline.in(CLOCK, Duration.ofSeconds(5));

      assertThatThrownBy(() -> store.look(source, Access.anonymous(), deadline))
          .isInstanceOf(GitException.RepositoryUnreachable.class);
      try (Socket met = hole.accept()) {
        met.setSoTimeout(60_000);
        assertThat(met.getInputStream().readAllBytes()).isNotEmpty();
      }
    }
  }

  private static Source source(int port, String path, History history) {
    return new Source(
        "git://localhost:%d/%s".formatted(port, path), GitNamespace.none(), "-", history);
  }

  private static Deadline soon() {
    return Deadline.in(CLOCK, Duration.ofMinutes(1));
  }
}
