package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PushTest {

  private static final String MAIN = "refs/heads/main";

  @TempDir private Path directory = Path.of("");

  @Test
  void aLockThatAKilledPushLeftIsInNobodysWay() throws IOException {
    RealGit git = RealGit.init(directory.resolve("ours"));
    git.commit("one", "a", "1");
    Path rehearsal = remote(git, "rehearsal");
    assertThat(push(git, rehearsal)).isInstanceOf(Push.Result.Done.class);
    Path remote = remote(git, "remote");
    Path lock = remote.resolve("objects/pack").resolve(pack(rehearsal) + ".keep.lock");
    Files.createDirectories(lock.resolveSibling(""));
    Files.createFile(lock);

    assertThat(push(git, remote)).isInstanceOf(Push.Result.Done.class);

    assertThat(lock).doesNotExist();
    assertThat(pack(remote)).isEqualTo(pack(rehearsal));
    assertThat(git.run("--git-dir", remote.toString(), "show", "main:a").strip()).isEqualTo("1");
  }

  private Path remote(RealGit git, String name) {
    Path remote = directory.resolve(name + ".git");
    git.run("init", "--quiet", "--bare", "-b", "main", remote.toString());
    return remote;
  }

  private static Push.Result push(RealGit git, Path to) {
    var source = new Source("file://" + to, GitNamespace.none(), "-", History.FULL);
    var push =
        new Push(
            source, Access.anonymous(), Deadline.in(Clock.systemUTC(), Duration.ofSeconds(30)));
    try (Repository from = LocalRepository.openReadOnly(GitDirectory.at(git.directory()))) {
      return push.push(from, git.id("main"), MAIN, ObjectId.zeroId(), false);
    }
  }

  private static String pack(Path remote) throws IOException {
    try (Stream<Path> files = Files.list(remote.resolve("objects/pack"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".pack"))
          .map(name -> name.substring(0, name.length() - ".pack".length()))
          .findFirst()
          .orElseThrow();
    }
  }
}
