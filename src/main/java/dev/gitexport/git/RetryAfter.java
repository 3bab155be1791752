package dev.gitexport.git;

import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a server that answers HTTP says that it cannot now: by its status, or by the header
/// `Retry-After` of RFC 9110, section 10.2.3.
final class RetryAfter {

  private static final int TOO_MANY_REQUESTS = 429;

  private static final Set<Integer> BUSY =
      Set.of(
          TOO_MANY_REQUESTS,
          HttpURLConnection.HTTP_BAD_GATEWAY,
          HttpURLConnection.HTTP_UNAVAILABLE,
          HttpURLConnection.HTTP_GATEWAY_TIMEOUT);

  /// A server that says never is asked again all the same.
  private static final Duration LONGEST = Duration.ofHours(1);

  private RetryAfter() {}

  /// Whether a refusal may pass by itself, and after what time; zero leaves that to the usual
  /// back-off. GitHub forbids until it says. Who asks for a password says nothing of time.
  ///
  /// @param status 400 or more
  /// @param header null when it is not there
  static Optional<Duration> of(int status, @Nullable String header, Clock clock) {
    boolean isTold = header != null && status != HttpURLConnection.HTTP_UNAUTHORIZED;
    return isTold || isBusy(status)
        ? Optional.of(pause(String.valueOf(header), clock))
        : Optional.empty();
  }

  /// Whether a status alone says so.
  static boolean isBusy(int status) {
    return BUSY.contains(status);
  }

  /// Seconds or a date; zero for what is neither.
  private static Duration pause(String value, Clock clock) {
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
