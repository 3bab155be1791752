package dev.gitexport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitexport.git.GitNamespace;
import dev.gitexport.report.SyncReport;
import dev.gitexport.sync.FolderSync;
import dev.gitexport.sync.SyncRequest;
import dev.gitexport.sync.SyncSettings;
import dev.gitexport.sync.Upstream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class SyncWatchTest {

  @TempDir Path directory;
  private final List<SyncReport> printed = new CopyOnWriteArrayList<>();
  private final Signals signals = Signals.none();

  private CompletableFuture<Integer> watch(String... options) {
    var parsed = new SyncWatchOptions();
    new CommandLine(parsed).parseArgs(options);
    Path folder = directory.resolve("content");
    var request =
        new SyncRequest(
            "content",
            folder,
            directory.resolve("state.git"),
            new Upstream.At(directory + "/remote.git", GitNamespace.none()),
            "main",
            SyncSettings.DEFAULT,
            Set.of());
    var watch =
        new SyncWatch(
            parsed,
            place ->
                new SyncWatch.Done(
                    SyncReport.of(place, new FolderSync(Clock.systemUTC()).sync(request)),
                    Optional.empty(),
                    0),
            printed::add,
            signals);
    return CompletableFuture.supplyAsync(() -> watch.run(List.of(folder)));
  }

  private String pushed(String path) {
    return Shell.git(directory.resolve("remote.git"), "show", "main:" + path);
  }

  @Test
  void aChangeIsPushedAfterTheQuietPeriodAndWhatWaitsAtTheEnd() {
    Shell.git(directory, "init", "-q", "--bare", "-b", "main", "remote.git");
    Shell shell = new Shell(directory);
    shell.file("content/a", "1");
    CompletableFuture<Integer> end = watch("--watch", "--quiet-period", "0s", "--interval", "1h");
    await().until(() -> printed.size() == 1);

    shell.file("content/a", "2");
    await().until(() -> printed.size() == 2);
    assertThat(pushed("a")).isEqualTo("2");

    signals.send(Signals.Signal.STOP);
    assertThat(end.join()).isZero();
  }

  @Test
  void whatWaitsIsPushedBeforeTheEndAndAtAnOrder() {
    Shell.git(directory, "init", "-q", "--bare", "-b", "main", "remote.git");
    Shell shell = new Shell(directory);
    shell.file("content/a", "1");
    CompletableFuture<Integer> end = watch("--watch", "--quiet-period", "1h", "--interval", "1h");
    await().until(() -> printed.size() == 1);

    shell.file("content/a", "2");
    signals.send(Signals.Signal.RECONCILE);
    await().until(() -> printed.size() == 2);
    shell.file("content/a", "3");
    signals.send(Signals.Signal.STOP);

    assertThat(end.join()).isZero();
    assertThat(pushed("a")).isEqualTo("3");
  }
}
