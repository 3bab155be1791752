package dev.gitexport.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A length of time as Kubernetes writes it (Go's `time.ParseDuration`): `5m`, `1h30m`, `720h`,
/// `0`, `1.5s`. Not negative, at most about 292 years.
///
/// @param text as the user wrote it
public record GoDuration(@JsonValue String text) {

  private static final Pattern PART =
      Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  @JsonCreator
  public GoDuration {
    nanos(text);
  }

  public Duration toDuration() {
    return Duration.ofNanos(nanos(text));
  }

  private static long nanos(String text) {
    if (text.equals("0")) {
      return 0;
    }
    Matcher part = PART.matcher(text);
    BigDecimal sum = BigDecimal.ZERO;
    int end = 0;
    while (end < text.length() && part.find(end) && part.start() == end) {
      BigDecimal amount = new BigDecimal(part.group(1));
      sum = sum.add(amount.multiply(BigDecimal.valueOf(NANOS.getOrDefault(part.group(2), 1L))));
      end = part.end();
    }
    if (end == 0 || end < text.length()) {
      throw new Malformed("'" + text + "' is no duration: write 30s, 5m, 1h30m or 720h");
    }
    if (sum.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new Malformed("'" + text + "' is longer than 292 years");
    }
    return sum.longValue();
  }

  @Override
  public String toString() {
    return text;
  }

  /// Not a duration, or not one that can be meant.
  public static final class Malformed extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }
}
