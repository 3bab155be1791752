package dev.gitexport.git;

import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How a server that answers HTTP says that it cannot now: by its status, by the header
/// `Retry-After` of RFC 9110, section 10.2.3, or as GitHub's API does where a limit is used up, by
/// `X-RateLimit-Remaining: 0` and `X-RateLimit-Reset` in seconds since 1970.
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
  /// @param header gives the value of a header by its name, null when it is not there
  static Optional<Duration> of(int status, Function<String, @Nullable String> header, Clock clock) {
    Optional<Duration> told =
        status == HttpURLConnection.HTTP_UNAUTHORIZED ? Optional.empty() : told(header, clock);
    return told.or(() -> isBusy(status) ? Optional.of(Duration.ZERO) : Optional.empty());
  }

  private static Optional<Duration> told(Function<String, @Nullable String> header, Clock clock) {
    return Optional.<String>ofNullable(header.apply("Retry-After"))
        .map(value -> isNumber(value) ? seconds(value) : until(value, clock))
        .or(() -> limit(header, clock))
        .map(pause -> Duration.ofMillis(Math.clamp(pause.toMillis(), 0, LONGEST.toMillis())));
  }

  private static Optional<Duration> limit(Function<String, @Nullable String> header, Clock clock) {
    return Optional.<String>ofNullable(header.apply("X-RateLimit-Reset"))
        .filter(_ -> "0".equals(header.apply("X-RateLimit-Remaining")))
        .filter(RetryAfter::isNumber)
        .map(reset -> seconds(reset).minusMillis(clock.millis()));
  }

  /// Whether a status alone says so.
  static boolean isBusy(int status) {
    return BUSY.contains(status);
  }

  private static boolean isNumber(String value) {
    return value.matches("[0-9]{1,12}");
  }

  private static Duration seconds(String value) {
    return Duration.ofSeconds(Long.parseLong(value));
  }

  /// Zero for what is no date.
  private static Duration until(String value, Clock clock) {
    try {
      Instant then = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
      return Duration.between(clock.instant(), then);
    } catch (DateTimeParseException _) {
      return Duration.ZERO;
    }
  }
}
