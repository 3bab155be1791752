package dev.gitexport.git;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;

/// Keeps stores small and fast by itself: after a fetch, garbage is collected when there is much of
/// it. Whether that works is no matter of the fetch.
///
/// @param executor runs the collection; at once where the process ends soon
/// @param listener hears of every collection
public record Upkeep(GcPolicy policy, Executor executor, Listener listener, Clock clock) {

  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /// Thread safe.
  public interface Listener {

    /// Nobody listens.
    Listener NONE =
        new Listener() {
          @Override
          public void collected() {}

          @Override
          public void failed(GitException failure) {}
        };

    void collected();

    void failed(GitException failure);
  }

  /// To be called when something may have been fetched into the store.
  public void after(StoreMaintenance store) {
    executor.execute(() -> collect(store));
  }

  private void collect(StoreMaintenance store) {
    try {
      if (store.gcIfDue(policy, Deadline.in(clock, LONGEST_WAIT))) {
        listener.collected();
      }
    } catch (GitException e) {
      listener.failed(e);
    }
  }
}
