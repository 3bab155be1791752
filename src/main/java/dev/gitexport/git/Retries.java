package dev.gitexport.git;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.http.ConnectionClosedException;
import org.apache.http.NoHttpResponseException;

/// Tries again, a few times and within the deadline, what may pass by itself: a connection that
/// broke, a server that has too much to do. For work that may be done twice.
final class Retries {

  private static final List<Duration> PAUSES =
      List.of(Duration.ofMillis(500), Duration.ofSeconds(2));

  /// Who has to wait longer does not keep a thread and a place at the host meanwhile.
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final Deadline deadline;
  private final CountDownLatch aborted = new CountDownLatch(1);

  Retries(Deadline deadline) {
    this.deadline = deadline;
  }

  /// One try of the work.
  interface Attempt<T> {
    T run() throws IOException;
  }

  /// What the first attempt that succeeds says; else the last failure.
  <T> T of(Attempt<T> attempt) throws IOException {
    for (Duration pause : PAUSES) {
      try {
        return attempt.run();
      } catch (IOException | GitException e) {
        if (!mayPass(e) || !waits(longer(pause, e))) {
          throw e;
        }
      }
    }
    return attempt.run();
  }

  /// Lets nobody wait any longer, from any thread.
  void abort() {
    aborted.countDown();
  }

  private static boolean mayPass(Throwable failure) {
    return unreachable(failure)
        .map(unreachable -> unreachable.isBusy() || broke(unreachable))
        .orElseGet(() -> GitException.in(failure).isEmpty() && broke(failure));
  }

  private static boolean broke(Throwable failure) {
    return Causes.of(failure).stream()
        .anyMatch(link ->
            link instanceof SocketException
                || link instanceof EOFException
                || link instanceof NoHttpResponseException
                || link instanceof ConnectionClosedException);
  }

  private static Optional<GitException.RepositoryUnreachable> unreachable(Throwable failure) {
    return GitException.in(failure)
        .filter(GitException.RepositoryUnreachable.class::isInstance)
        .map(GitException.RepositoryUnreachable.class::cast);
  }

  private static Duration longer(Duration pause, Throwable failure) {
    return unreachable(failure)
        .flatMap(GitException.RepositoryUnreachable::pause)
        .filter(asked -> asked.compareTo(pause) > 0)
        .orElse(pause);
  }

  /// False when there is no time for it.
  private boolean waits(Duration pause) {
    if (pause.compareTo(LONGEST) > 0 || pause.compareTo(deadline.left()) >= 0) {
      return false;
    }
    try {
      return !aborted.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
