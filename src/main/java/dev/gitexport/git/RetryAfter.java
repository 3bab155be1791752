package dev.gitexport.git;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// The header `Retry-After` of RFC 9110, section 10.2.3: seconds or a date.
final class RetryAfter {

  /// A server that says never is asked again all the same.
  private static final Duration LONGEST = Duration.ofHours(1);

  private RetryAfter() {}

  /// Zero, which leaves it to the usual back-off, for what is neither or is not there.
  static Duration pause(@Nullable String header, Clock clock) {
    String value = String.valueOf(header);
    Duration pause = value.matches("[0-9]{1,9}") ? seconds(value) : until(value, clock);
    return Duration.ofMillis(Math.clamp(pause.toMillis(), 0, LONGEST.toMillis()));
  }

  private static Duration seconds(String value) {
    return Duration.ofSeconds(Long.parseLong(value));
  }

  private static Duration until(String value, Clock clock) {
    try {
      Instant then = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
      return Duration.between(clock.instant(), then);
    } catch (DateTimeParseException _) {
      return Duration.ZERO;
    }
  }
}
