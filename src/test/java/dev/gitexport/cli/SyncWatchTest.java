package dev.gitexport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gitexport.failure.Failure;
import dev.gitexport.git.Curfew;
import dev.gitexport.git.GitException;
import dev.gitexport.git.GitNamespace;
import dev.gitexport.report.SyncReport;
import dev.gitexport.sync.FolderSync;
import dev.gitexport.sync.Guard;
import dev.gitexport.sync.SyncException;
import dev.gitexport.sync.SyncOutcome;
import dev.gitexport.sync.SyncRequest;
import dev.gitexport.sync.SyncSettings;
import dev.gitexport.sync.Upstream;
import dev.gitexport.sync.WatchedFolder;
import dev.gitexport.test.HangingRemote;
import dev.gitexport.test.SilentFolder;
import dev.gitexport.test.WatchLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class SyncWatchTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path directory;
  private final List<SyncReport> printed = new CopyOnWriteArrayList<>();
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private final Curfew curfew = new Curfew();
  private final Signals signals = Signals.none(this::endSoon);
  private volatile Runnable inRun = () -> {};
  private Duration lastPushes = PATIENCE;

  private void endSoon() {
    curfew.in(Clock.systemUTC(), lastPushes);
  }

  private SyncRequest request(Guard... released) {
    return request("content", "main", released);
  }

  private SyncRequest request(String folder, String branch, Guard... released) {
    return new SyncRequest(
        folder,
        directory.resolve(folder),
        directory.resolve(folder + ".git"),
        new Upstream.At(directory + "/remote.git", GitNamespace.none()),
        branch,
        SyncSettings.DEFAULT.withTimeout(Duration.ofHours(1)),
        Set.of(released));
  }

  private CompletableFuture<Integer> watch(String... options) {
    return watch(request(), options);
  }

  private CompletableFuture<Integer> watch(SyncRequest request, String... options) {
    return watch(List.of(request), options);
  }

  private CompletableFuture<Integer> watch(List<SyncRequest> requests, String... options) {
    var times = new WatchTimesOptions();
    new CommandLine(times).parseArgs(options);
    var watch = new SyncWatch(new Engine(), printed::add, notes::add, signals);
    List<SyncPlace> places =
        requests.stream()
            .map(request -> new SyncPlace(request.folder(), times.times(), () -> request))
            .toList();
    return CompletableFuture.supplyAsync(() -> watch.run(places));
  }

  private final class Engine implements SyncWatch.Work {
    private final FolderSync sync = new FolderSync(Clock.systemUTC(), curfew);

    @Override
    public SyncWatch.Done sync(SyncPlace place, Optional<WatchedFolder> awaited) {
      inRun.run();
      try {
        SyncOutcome outcome = sync.sync(place.request().get(), awaited);
        return new SyncWatch.Done(SyncReport.of(place.folder(), outcome), Optional.empty(), 0);
      } catch (GitException e) {
        Failure failure = Failure.of(e);
        return new SyncWatch.Done(SyncReport.of(place.folder(), failure), Optional.of(failure), 1);
      }
    }

    @Override
    public void keep(SyncPlace place) {
      sync.keep(place.request().get());
    }
  }

  private String pushed(String path) {
    return Shell.git(directory.resolve("remote.git"), "show", "main:" + path);
  }

  @Test
  void aChangeIsPushedAfterTheQuietPeriodAndWhatWaitsAtTheEnd() {
    Shell.git(directory, "init", "-q", "--bare", "-b", "main", "remote.git");
    Shell shell = new Shell(directory);
    shell.file("content/a", "1");
    CompletableFuture<Integer> end = watch("--quiet-period", "0s", "--interval", "1h");
    await().until(() -> printed.size() == 1);

    shell.file("content/a", "2");
    await().untilAsserted(() -> assertThat(pushed("a")).isEqualTo("2"));

    signals.send(Signals.Signal.STOP);
    assertThat(end.join()).isZero();
  }

  @Test
  void thatMoreChangedThanIsToldOfIsSaid() {
    Shell.git(directory, "init", "-q", "--bare", "-b", "main", "remote.git");
    Shell shell = new Shell(directory);
    shell.file("content/a", "1");
    // Nobody listens during a run.
    inRun =
        () -> {
          for (int i = 0; i < 1_000; i++) {
            shell.file("content/f" + i, "1");
          }
        };
    CompletableFuture<Integer> end = watch("--quiet-period", "1h", "--interval", "1h");
    signals.send(Signals.Signal.RECONCILE);
    await().until(() -> printed.size() == 1);

    signals.send(Signals.Signal.RECONCILE);

    await().until(() -> notes.stream().anyMatch(note -> note.contains("more changed at once")));
    signals.send(Signals.Signal.STOP);
    assertThat(end.join()).isZero();
    assertThat(pushed("f999")).isEqualTo("1");
  }

  @Test
  void whatWaitsIsPushedBeforeTheEndAndAtAnOrder() {
    Shell.git(directory, "init", "-q", "--bare", "-b", "main", "remote.git");
    Shell shell = new Shell(directory);
    shell.file("content/a", "1");
    CompletableFuture<Integer> end = watch("--quiet-period", "1h", "--interval", "1h");
    signals.send(Signals.Signal.RECONCILE);
    await().until(() -> printed.size() == 1);

    shell.file("content/a", "2");
    signals.send(Signals.Signal.RECONCILE);
    await().until(() -> printed.size() == 2);
    shell.file("content/a", "3");
    signals.send(Signals.Signal.STOP);

    assertThat(end.join()).isZero();
    assertThat(pushed("a")).isEqualTo("3");
  }

  /// A remote that never answers must not keep the program, nor one folder the others from a
  /// commit.
  @Test
  void aRemoteThatHangsAtTheEndIsNotWaitedForAndAllIsCommitted() throws Exception {
    Shell.git(directory, "init", "-q", "--bare", "-b", "main", "remote.git");
    Shell shell = new Shell(directory);
    shell.file("one/a", "1");
    shell.file("two/a", "1");
    lastPushes = Duration.ofSeconds(1);
    CompletableFuture<Integer> end =
        watch(
            List.of(request("one", "first"), request("two", "second")),
            "--quiet-period=1h",
            "--interval=1h");
    signals.send(Signals.Signal.RECONCILE);
    await().until(() -> printed.size() == 2);
    HangingRemote.at(directory.resolve("remote.git"));
    shell.file("one/a", "last of one");
    shell.file("two/a", "last of two");
    shell.file("two/b", "new");

    signals.send(Signals.Signal.STOP);

    assertThat(end.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join()).isZero();
    assertThat(Shell.git(directory.resolve("one.git"), "show", "first:a")).isEqualTo("last of one");
    assertThat(Shell.git(directory.resolve("two.git"), "show", "second:a"))
        .isEqualTo("last of two");
  }

  /// Its own timeout is an hour.
  @Test
  void aRunThatHangsWhenTheSignalComesIsNotWaitedForEither() throws Exception {
    Shell.git(directory, "init", "-q", "--bare", "-b", "main", "remote.git");
    Shell shell = new Shell(directory);
    shell.file("content/a", "1");
    lastPushes = Duration.ofSeconds(1);
    CompletableFuture<Integer> end = watch("--quiet-period=0s", "--interval=1h");
    await().until(() -> printed.size() == 1);
    HangingRemote.at(directory.resolve("remote.git"));
    shell.file("content/a", "2");
    Path state = directory.resolve("content.git");
    await().untilAsserted(() -> assertThat(Shell.git(state, "show", "main:a")).isEqualTo("2"));
    shell.file("content/b", "last");

    signals.send(Signals.Signal.STOP);

    assertThat(end.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join()).isZero();
    assertThat(Shell.git(state, "show", "main:b")).isEqualTo("last");
  }

  private void writeMany(Shell shell) {
    for (int i = 0; i < 12; i++) {
      shell.file("content/f" + i, "1");
    }
  }

  private void deleteMost() throws IOException {
    for (int i = 1; i < 12; i++) {
      Files.delete(directory.resolve("content/f" + i));
    }
  }

  @Test
  void aGuardIsReleasedOnce() throws IOException {
    Shell.git(directory, "init", "-q", "--bare", "-b", "main", "remote.git");
    Shell shell = new Shell(directory);
    writeMany(shell);
    new FolderSync(Clock.systemUTC()).sync(request());
    deleteMost();
    CompletableFuture<Integer> end =
        watch(request(Guard.DELETIONS), "--quiet-period", "1h", "--interval", "1h");
    signals.send(Signals.Signal.RECONCILE);
    await().until(() -> printed.size() == 1);
    writeMany(shell);
    signals.send(Signals.Signal.RECONCILE);
    await().until(() -> printed.size() == 2);
    deleteMost();

    signals.send(Signals.Signal.RECONCILE);

    assertThatThrownBy(end::join).hasCauseInstanceOf(SyncException.GuardTripped.class);
    assertThat(pushed("f11")).isEqualTo("1");
  }

  @Test
  void whatNobodyHearsOfIsFoundAtTheIntervalAndPushedOnceItIsQuiet() throws IOException {
    Shell.git(directory, "init", "-q", "--bare", "-b", "main", "remote.git");
    Path folder = directory.resolve("content");
    try (var elsewhere = SilentFolder.mount(folder, directory.resolve("layers"))) {
      elsewhere.write("a", "1");
      CompletableFuture<Integer> end = watch("--quiet-period", "1s", "--interval", "1s");
      await().until(() -> printed.size() == 1);

      elsewhere.write("a", "from elsewhere");

      await().until(() -> printed.size() == 2);
      assertThat(pushed("a")).isEqualTo("from elsewhere");
      assertThat(notes).isEmpty();
      signals.send(Signals.Signal.STOP);
      assertThat(end.join()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"instances, 0", "watches, 3"})
  void thatNothingIsHeardOfIsSaidOnceAndTheIntervalFindsChanges(String what, int most)
      throws Exception {
    Shell.git(directory, "init", "-q", "--bare", "-b", "main", "remote.git");
    Shell shell = new Shell(directory);
    shell.file("content/a", "1");
    for (int i = 0; i < 5; i++) {
      shell.file("content/d%d/a".formatted(i), "1");
    }
    Path errors = directory.resolve("errors");
    List<String> command =
        WatchLimit.reached(
            what,
            most,
            Shell.program(
                "sync --watch --quiet-period 0s --interval 1s --repository remote.git --state-dir state content"
                    .split(" ")));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      await().ignoreExceptions().untilAsserted(() -> assertThat(pushed("a")).isEqualTo("1"));
      shell.file("content/a", "2");
      await().ignoreExceptions().untilAsserted(() -> assertThat(pushed("a")).isEqualTo("2"));
      shell.file("content/a", "3");
      await().ignoreExceptions().untilAsserted(() -> assertThat(pushed("a")).isEqualTo("3"));
    } finally {
      process.destroy();
      process.waitFor();
    }
    assertThat(Files.readAllLines(errors))
        .filteredOn(line -> line.contains("not heard of, only found every 1s"))
        .singleElement()
        .asString()
        .contains("inotify " + what, "fs.inotify.max_user_" + what);
  }
}
