package dev.gitexport.operator.schedule;

import io.javaoperatorsdk.operator.processing.retry.Retry;
import io.javaoperatorsdk.operator.processing.retry.RetryExecution;
import java.time.Duration;
import java.util.Optional;

/// The distances between tries after failures: each twice the one before, without an end. A server
/// that is away for a night is tried again in the morning.
///
/// @param first distance
/// @param longest distance
public record BackOff(Duration first, Duration longest, Jitter jitter) implements Retry {

  public static final Duration FIRST = Duration.ofSeconds(2);
  public static final Duration LONGEST = Duration.ofMinutes(5);

  @Override
  public RetryExecution initExecution() {
    return new Tries();
  }

  private final class Tries implements RetryExecution {

    private int count;
    private Duration next = first;

    @Override
    public Optional<Long> nextDelay() {
      Duration delay = jitter.of(next);
      Duration doubled = next.multipliedBy(2);
      next = doubled.compareTo(longest) < 0 ? doubled : longest;
      count++;
      return Optional.of(delay.toMillis());
    }

    @Override
    public int getAttemptCount() {
      return count;
    }

    @Override
    public boolean isLastAttempt() {
      return false;
    }
  }
}
