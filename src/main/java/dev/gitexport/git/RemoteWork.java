package dev.gitexport.git;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/// Work with servers under one deadline, each exchange tried again where that may help. When the
/// deadline is over, whatever is waited for ends. Thread safe.
final class RemoteWork {

  private final Deadline deadline;
  private final Retries retries;
  private final Set<Runnable> closings = ConcurrentHashMap.newKeySet();

  RemoteWork(Deadline deadline) {
    this.deadline = deadline;
    this.retries = new Retries(deadline);
  }

  /// Runs all there is to do.
  ///
  /// @param what the work, as a message names it
  <T> T run(String what, Callable<T> work) {
    return deadline.call(what, work, this::abort);
  }

  /// Tries again what may pass by itself.
  <T> T retried(Retries.Attempt<T> attempt) throws IOException {
    return retries.of(attempt);
  }

  /// What closes connections, from any thread, once nobody is to wait for them any longer.
  void closeBy(Runnable closing) {
    closings.add(closing);
  }

  /// Lets nobody wait any longer, from any thread.
  void abort() {
    retries.abort();
    closings.forEach(Runnable::run);
  }
}
