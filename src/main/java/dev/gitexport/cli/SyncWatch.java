package dev.gitexport.cli;

import dev.gitexport.failure.Failure;
import dev.gitexport.failure.Recovery;
import dev.gitexport.report.SyncReport;
import dev.gitexport.sync.WatchedFolder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/// Keeps folders in step until it is told to stop. SIGHUP: all of them now. SIGTERM: all of them
/// once more, since of the last moment's changes nothing was heard yet; they are committed before
/// any is pushed, and pushed as far as there is time. A run that is under way then has its share of
/// that.
final class SyncWatch {

  /// How soon a change is heard of.
  private static final Duration TICK = Duration.ofMillis(200);

  private final Work work;
  private final Consumer<SyncReport> print;
  private final Consumer<String> notes;
  private final Signals signals;

  /// @param print gets what became of a folder
  /// @param notes gets words to people
  SyncWatch(Work work, Consumer<SyncReport> print, Consumer<String> notes, Signals signals) {
    this.work = work;
    this.print = print;
    this.notes = notes;
    this.signals = signals;
  }

  /// What is done with a folder.
  interface Work {

    /// One run.
    ///
    /// @param awaited is waited for until it is quiet
    Done sync(SyncPlace place, Optional<WatchedFolder> awaited);

    /// Commits what changed and asks no remote. A failure is the next run's to tell.
    void keep(SyncPlace place);
  }

  /// One run over one folder.
  ///
  /// @param code of the program, were this all
  record Done(SyncReport report, Optional<Failure> failure, int code) {}

  private static final class Turn {
    private SyncPlace place;
    private final WatchedFolder folder;
    private boolean released;
    private long overflows;
    private Optional<SyncReport> printed = Optional.empty();
    private String trouble = "";
    private int failures;

    private Turn(SyncPlace place) {
      this.place = place;
      this.folder = new WatchedFolder(place.folder(), place.times(), true);
    }
  }

  int run(List<SyncPlace> places) {
    List<Turn> turns = places.stream().map(Turn::new).toList();
    boolean stop = false;
    while (!stop) {
      turns.stream()
          .filter(turn -> !signals.isStop() && turn.folder.isDue())
          .forEach(turn -> take(turn, Optional.of(turn.folder)));
      switch (signals.await(TICK)) {
        case STOP -> stop = true;
        case RECONCILE -> turns.forEach(turn -> take(turn, Optional.empty()));
        case NONE -> {}
      }
    }
    end(turns);
    return ExitCode.OK.number();
  }

  private void end(List<Turn> turns) {
    turns.forEach(turn -> work.keep(turn.place));
    for (Turn turn : turns) {
      take(turn, Optional.empty());
      turn.folder.close();
    }
  }

  private void take(Turn turn, Optional<WatchedFolder> awaited) {
    turn.folder.began();
    Done done = work.sync(turn.place, awaited);
    if (done.failure().isPresent()) {
      turn.failures++;
      turn.folder.failed(pause(turn, done.failure().get()));
    } else {
      turn.failures = 0;
      turn.folder.ended();
      useRelease(turn, done.report());
    }
    tell(turn, done.report());
  }

  /// Guards are released for the first run that is finished: one that waits has changed nothing.
  private static void useRelease(Turn turn, SyncReport report) {
    if (!turn.released && !report.waits()) {
      turn.released = true;
      turn.place = turn.place.guarded();
    }
  }

  private void tell(Turn turn, SyncReport report) {
    if (report.isNews() && !turn.printed.equals(Optional.of(report))) {
      print.accept(report);
    }
    turn.printed = Optional.of(report);
    String trouble = turn.folder.trouble();
    if (!trouble.isEmpty() && !trouble.equals(turn.trouble)) {
      notes.accept(
          UnheardChanges.of(
              turn.place.folder().toString(),
              Durations.text(turn.place.times().interval()),
              trouble));
    }
    turn.trouble = trouble;
    long overflows = turn.folder.overflows();
    if (overflows > turn.overflows) {
      notes.accept(UnheardChanges.overflow(turn.place.folder().toString()));
    }
    turn.overflows = overflows;
  }

  private static Duration pause(Turn turn, Failure failure) {
    return switch (failure.recovery()) {
      case Recovery.Retry() ->
          BackOff.after(turn.failures, ThreadLocalRandom.current().nextDouble());
      case Recovery.RetryAfter(var delay) -> delay;
      case Recovery.RetryAtInterval _, Recovery.AwaitChange() -> turn.place.times().interval();
    };
  }
}
