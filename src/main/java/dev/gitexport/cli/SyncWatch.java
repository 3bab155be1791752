package dev.gitexport.cli;

import dev.gitexport.failure.Failure;
import dev.gitexport.failure.Recovery;
import dev.gitexport.report.SyncReport;
import dev.gitexport.sync.FolderWatcher;
import dev.gitexport.sync.Rhythm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/// Keeps folders in step until it is told to stop. SIGHUP: all of them now. SIGTERM: what waits for
/// its quiet period is pushed first.
final class SyncWatch {

  /// How soon a change is heard of.
  private static final Duration TICK = Duration.ofMillis(200);

  private final SyncWatchOptions options;
  private final Function<Path, Done> sync;
  private final Consumer<SyncReport> print;
  private final Signals signals;
  private final Map<Path, SyncReport> printed = new HashMap<>();

  SyncWatch(
      SyncWatchOptions options,
      Function<Path, Done> sync,
      Consumer<SyncReport> print,
      Signals signals) {
    this.options = options;
    this.sync = sync;
    this.print = print;
    this.signals = signals;
  }

  /// One run over one folder.
  ///
  /// @param code of the program, were this all
  record Done(SyncReport report, Optional<Failure> failure, int code) {}

  private static final class Turn {
    private final Path place;
    private final Rhythm rhythm;
    private final FolderWatcher watcher;
    private int failures;

    private Turn(Path place, Rhythm rhythm) {
      this.place = place;
      this.rhythm = rhythm;
      this.watcher = new FolderWatcher(place);
    }
  }

  int run(List<Path> places) {
    List<Turn> turns =
        places.stream().map(place -> new Turn(place, options.rhythm(System.nanoTime()))).toList();
    boolean stop = false;
    while (!stop) {
      for (Turn turn : turns) {
        listen(turn);
        if (turn.rhythm.isDue(System.nanoTime())) {
          take(turn);
        }
      }
      switch (signals.await(TICK)) {
        case STOP -> stop = true;
        case RECONCILE -> turns.forEach(this::take);
        case NONE -> {}
      }
    }
    for (Turn turn : turns) {
      listen(turn);
      if (turn.rhythm.isPending()) {
        take(turn);
      }
      turn.watcher.close();
    }
    return ExitCode.OK.number();
  }

  private static void listen(Turn turn) {
    if (turn.watcher.poll()) {
      turn.rhythm.changed(System.nanoTime());
    }
  }

  private void take(Turn turn) {
    turn.rhythm.began();
    Done done = sync.apply(turn.place);
    turn.watcher.retry();
    if (done.failure().isPresent()) {
      turn.failures++;
      turn.rhythm.failed(System.nanoTime(), pause(done.failure().get(), turn.failures));
    } else {
      turn.failures = 0;
      turn.rhythm.ended(System.nanoTime());
    }
    boolean isNews =
        !done.report().result().equals("NothingToCommit")
            && !done.report().equals(printed.get(turn.place));
    printed.put(turn.place, done.report());
    if (isNews) {
      print.accept(done.report());
    }
  }

  private Duration pause(Failure failure, int failures) {
    return switch (failure.recovery()) {
      case Recovery.Retry() -> BackOff.after(failures, ThreadLocalRandom.current().nextDouble());
      case Recovery.RetryAfter(var delay) -> delay;
      case Recovery.RetryAtInterval _, Recovery.AwaitChange() -> options.interval();
    };
  }
}
