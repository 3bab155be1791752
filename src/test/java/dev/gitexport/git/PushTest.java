package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"refs/heads/main.lock", "packed-refs.lock"})
  void aLockOnARefThatAKilledPushLeftIsInNobodysWay(String name) throws IOException {
    RealGit git = RealGit.init(directory.resolve("ours"));
    git.commit("one", "a", "1");
    Path remote = remote(git, "remote");
    assertThat(push(git, remote)).isInstanceOf(Push.Result.Done.class);
    Path lock = Files.createFile(remote.resolve(name));

    assertThat(delete(git, remote)).isInstanceOf(Push.Result.Done.class);

    assertThat(lock).doesNotExist();
    assertThat(git.run("--git-dir", remote.toString(), "for-each-ref")).isEmpty();
  }

  @Test
  void aLockThatSomebodyHoldsIsTheirs() throws Exception {
    RealGit git = RealGit.init(directory.resolve("ours"));
    git.commit("one", "a", "1");
    Path remote = remote(git, "remote");
    Path lock = Files.createFile(remote.resolve("refs/heads/main.lock"));
    Push.Result result;
    try (var timer = Executors.newSingleThreadScheduledExecutor()) {
      Future<?> holder =
          timer.scheduleAtFixedRate(() -> writeAgain(lock), 0, 100, TimeUnit.MILLISECONDS);
      result = push(git, remote);
      assertThat(holder.cancel(false)).isTrue();
    }
    assertThat(result).isInstanceOf(Push.Result.Moved.class);
    assertThat(lock).exists();
  }

  private static void writeAgain(Path lock) {
    try {
      Files.writeString(lock, "held", StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path remote(RealGit git, String name) {
    Path remote = directory.resolve(name + ".git");
    git.run("init", "--quiet", "--bare", "-b", "main", remote.toString());
    return remote;
  }

  private static Push.Result push(RealGit git, Path to) {
    try (Repository from = LocalRepository.openReadOnly(GitDirectory.at(git.directory()))) {
      return to(to).push(from, git.id("main"), MAIN, ObjectId.zeroId(), false);
    }
  }

  private static Push.Result delete(RealGit git, Path at) {
    try (Repository from = LocalRepository.openReadOnly(GitDirectory.at(git.directory()))) {
      return to(at).delete(from, MAIN);
    }
  }

  private static Push to(Path remote) {
    return new Push(
        new Source("file://" + remote, GitNamespace.none(), "-", History.FULL),
        Access.anonymous(),
        Deadline.in(Clock.systemUTC(), Duration.ofSeconds(30)));
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
