package dev.gitexport.git;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The moment by which work has ended, one way or the other.
///
/// @param curfew may make it an earlier one
public record Deadline(Clock clock, Instant end, Curfew curfew) {

  /// How soon a curfew is noticed.
  private static final Duration POLL = Duration.ofMillis(100);

  public static Deadline in(Clock clock, Duration duration) {
    return in(clock, duration, new Curfew());
  }

  public static Deadline in(Clock clock, Duration duration, Curfew curfew) {
    return new Deadline(clock, clock.instant().plus(duration), curfew);
  }

  /// Zero when it is over.
  public Duration left() {
    Instant last = curfew.moment().isBefore(end) ? curfew.moment() : end;
    Duration left = Duration.between(clock.instant(), last);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /// The time left in milliseconds as sockets take it, who wait forever at zero.
  int socketTimeout() {
    return Math.clamp(left().toMillis(), 1, Integer.MAX_VALUE);
  }

  boolean isOver() {
    return left().isZero();
  }

  /// Runs work on a thread of its own and leaves it behind when the time is up: a read that hangs
  /// cannot be ended, only abandoned. `abort` closes what the work waits for.
  ///
  /// @param what the work, as a message names it
  <T> T call(String what, Callable<T> work, Runnable abort) {
    var task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().name("git-", 0).start(task);
    try {
      return await(task);
    } catch (TimeoutException e) {
      abort.run();
      throw failed(what, "it did not end in time", "Raise the timeout or look at the remote", e);
    } catch (InterruptedException e) {
      abort.run();
      Thread.currentThread().interrupt();
      throw failed(what, "it was interrupted", "Try again", e);
    } catch (ExecutionException e) {
      Optional<GitException> known = GitException.in(e);
      if (known.isPresent()) {
        throw known.get();
      }
      throw failed(
          what, "it failed (%s)".formatted(e.getCause()), "Look at the remote and try again", e);
    }
  }

  private <T> T await(FutureTask<T> task)
      throws InterruptedException, ExecutionException, TimeoutException {
    while (true) {
      try {
        return task.get(Math.min(left().toMillis(), POLL.toMillis()), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (isOver()) {
          throw e;
        }
      }
    }
  }

  private static GitException.RepositoryUnreachable failed(
      String what, String why, String next, Throwable cause) {
    return new GitException.RepositoryUnreachable(
        "Could not %s: %s. %s.".formatted(what, why, next), cause);
  }
}
