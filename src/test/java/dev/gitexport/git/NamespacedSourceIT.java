package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eclipse.jgit.lib.ObjectReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A namespace inside a namespace that git itself pushed to, behind nginx and OpenSSH's server.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NamespacedSourceIT {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final GitNamespace NESTED = new GitNamespace("a/b");

  @TempDir static Path directory;

  private RealGit git;
  private GitHttpServer http;
  private SshServer ssh;
  private ObjectStore store;
  private String key = "";

  @BeforeAll
  void serve() {
    git = RealGit.init(directory.resolve("work"));
    for (int i = 1; i <= 4; i++) {
      git.commit("commit " + i, "a.txt", "content " + i);
    }
    git.run("clone", "-q", "--bare", ".", "../projects/shop.git");
    var served = git.in(directory.resolve("projects/shop.git"));
    push("a", "HEAD~2:refs/heads/outer");
    push("a/b", "HEAD~1:refs/heads/trunk");
    served.run(
        "symbolic-ref",
        "refs/namespaces/a/refs/namespaces/b/HEAD",
        "refs/namespaces/a/refs/namespaces/b/refs/heads/trunk");
    http = GitHttpServer.start(directory.resolve("http"), directory.resolve("projects"));
    ssh = SshServer.start(directory.resolve("ssh"));
    key = ssh.key("id", "-t", "ed25519", "-N", "");
    store = new ObjectStore(directory.resolve("store"), "tenant", CLOCK);
  }

  private void push(String namespace, String refspec) {
    String helper =
        "ext::git --namespace=%s %%s %s"
            .formatted(namespace, directory.resolve("projects/shop.git"));
    git.run("-c", "protocol.ext.allow=always", "push", "-q", helper, refspec);
  }

  @AfterAll
  void stop() {
    ssh.close();
    http.close();
  }

  @ParameterizedTest
  @CsvSource({"https,SHALLOW", "https,FULL", "ssh,SHALLOW", "ssh,FULL"})
  void isReadWithItsHeadAndNothingElseIs(String scheme, History history) throws IOException {
    Source source = source(scheme, history);
    RemoteRefs look = store.look(source, access(scheme), soon());

    assertThat(look.names()).containsExactlyInAnyOrder("HEAD", "refs/heads/trunk");
    for (String name : List.of("HEAD", "trunk", "refs/heads/trunk", git.id("HEAD~1").name())) {
      try (Fetched fetched = store.fetch(source, access(scheme), new Treeish(name), look, soon());
          ObjectReader reader = fetched.source().newObjectReader()) {
        assertThat(fetched.tree().revision().id()).as(name).isEqualTo(git.id("HEAD~1"));
        assertThat(reader.has(git.id("HEAD~1:a.txt"))).isTrue();
      }
    }
    for (String name : List.of("main", "outer", "refs/namespaces/a/refs/heads/outer")) {
      assertThatThrownBy(() -> store.fetch(source, access(scheme), new Treeish(name), look, soon()))
          .as(name)
          .isInstanceOf(GitException.TreeishNotFound.class);
    }
  }

  private Source source(String scheme, History history) {
    String url =
        scheme.equals("ssh")
            ? ssh.url(directory.resolve("projects/shop.git"))
            : http.url("open", "shop.git");
    return new Source(url, NESTED, "-", history);
  }

  private Access access(String scheme) {
    return scheme.equals("ssh")
        ? SshServer.access(key, "", ssh.knownHosts())
        : new Access(new Credentials.None(), new Trust(http.pem("ca.crt"), "", ""), Network.open());
  }

  private static Deadline soon() {
    return Deadline.in(CLOCK, Duration.ofMinutes(1));
  }
}
