package dev.gitexport.operator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BackOffTest {

  private final BackOff backOff =
      new BackOff(BackOff.FIRST, BackOff.LONGEST, new Jitter(new Random(1)));

  @Test
  void theDistanceDoublesUpToTheLongestAndNeverEnds() {
    var tries = backOff.initExecution();

    for (long expected : new long[] {2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
      assertThat(tries.nextDelay().orElseThrow()).isBetween(expected * 1000, expected * 1100);
    }
    for (int i = 0; i < 10_000; i++) {
      assertThat(tries.nextDelay()).isPresent();
    }
    assertThat(tries.isLastAttempt()).isFalse();
    assertThat(tries.getAttemptCount()).isEqualTo(10_010);
  }

  @Test
  void aJitterNeverShortensATime() {
    var jitter = new Jitter(new Random(2));

    for (int i = 0; i < 1_000; i++) {
      assertThat(jitter.of(Duration.ofSeconds(10)))
          .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
    }
    assertThat(jitter.of(Duration.ZERO)).isZero();
  }
}
