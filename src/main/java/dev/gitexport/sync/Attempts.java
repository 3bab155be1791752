package dev.gitexport.sync;

import dev.gitexport.git.Push;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.ObjectId;

/// Exchanges with the remote until both sides are the same: others may be faster a few times, or
/// change the folder meanwhile.
record Attempts(Session session, Push remote) {

  private static final int MOST = 8;
  private static final long FIRST_PAUSE_MILLIS = 20;

  /// @param first what was committed before
  SyncOutcome run(Session.Made first) throws IOException {
    Session.Made made = first;
    List<String> inTheWay = List.of();
    for (int attempt = 0; attempt < MOST; attempt++) {
      switch (new Exchange(session, remote).run()) {
        case Exchange.Step.Together(var commit, var pushed, var lost) -> {
          return pushed || !lost.isEmpty()
              ? new SyncOutcome.Pushed(commit, made.changes(), lost, made.heldBack())
              : new SyncOutcome.NothingToCommit(commit, made.heldBack());
        }
        case Exchange.Step.Conflict(var ours, var theirs, var what) -> {
          String base = what.base().map(ObjectId::name).orElse("");
          return new SyncOutcome.Conflicted(
              ours.name(), theirs.name(), base, what.paths(), made.heldBack());
        }
        case Exchange.Step.Again(var paths) -> inTheWay = paths;
      }
      pause(attempt);
      made = session.commit();
    }
    throw inTheWay.isEmpty() ? leaseLost() : blocked(inTheWay);
  }

  /// Others were faster each time.
  SyncException.LeaseLost leaseLost() {
    return new SyncException.LeaseLost(
        "Could not push %s: others pushed to %s at each of %d tries. The commits stay here; try again."
            .formatted(session.request().folder(), remote.source().url(), MOST));
  }

  private SyncException.GuardTripped blocked(List<String> inTheWay) {
    return new SyncException.GuardTripped(
        "Could not bring the remote's changes into %s: %s hold what is not committed. Move them away or stop ignoring them."
            .formatted(session.request().folder(), inTheWay));
  }

  private static void pause(int attempt) {
    try {
      TimeUnit.MILLISECONDS.sleep(FIRST_PAUSE_MILLIS << attempt);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
