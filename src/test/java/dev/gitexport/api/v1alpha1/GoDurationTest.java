package dev.gitexport.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GoDurationTest {

  @ParameterizedTest
  @CsvSource({
    "5m,PT5M",
    "1h30m,PT1H30M",
    "720h,PT720H",
    "0,PT0S",
    "1.5s,PT1.5S",
    ".5m,PT30S",
    "10ms,PT0.01S",
    "1µs,PT0.000001S",
    "1m1m,PT2M"
  })
  void goFormIsRead(String text, Duration expected) {
    assertThat(new GoDuration(text).toDuration()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "m", "5 m", "-5m", "5d", "1h30", "5M", "300000000h", "1..5s"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> new GoDuration(text)).isInstanceOf(GoDuration.Malformed.class);
  }

  @Test
  void itStaysAsItWasWritten() {
    assertThat(new GoDuration("90m")).hasToString("90m");
  }
}
