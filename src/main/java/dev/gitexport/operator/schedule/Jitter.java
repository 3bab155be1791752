package dev.gitexport.operator.schedule;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Adds up to a tenth to a time, so that resources that came at once do not come again at once.
/// Never shortens one: who waits for something that takes a time would come too early.
///
/// @param random of any kind that is thread safe
public record Jitter(RandomGenerator random) {

  private static final int PART = 10;

  public Duration of(Duration time) {
    long most = time.toMillis() / PART;
    return most <= 0 ? time : time.plusMillis(random.nextLong(most + 1));
  }
}
