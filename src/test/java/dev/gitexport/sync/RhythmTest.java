package dev.gitexport.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RhythmTest {

  private static final long SECOND = 1_000_000_000L;

  private final Rhythm rhythm =
      new Rhythm(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60), 0);

  @Test
  void theFirstRunIsAtOnceAndTheNextAtTheInterval() {
    assertThat(rhythm.isDue(0)).isTrue();
    rhythm.began();
    rhythm.ended(SECOND);

    assertThat(rhythm.isDue(60 * SECOND)).isFalse();
    assertThat(rhythm.isDue(61 * SECOND)).isTrue();
  }

  @Test
  void changesWaitForQuietButNotForEver() {
    rhythm.ended(0);
    rhythm.changed(5 * SECOND);
    assertThat(rhythm.isDue(14 * SECOND)).isFalse();
    assertThat(rhythm.isDue(15 * SECOND)).isTrue();

    for (int second = 6; second < 35; second += 5) {
      rhythm.changed(second * SECOND);
      assertThat(rhythm.isDue(second * SECOND)).isFalse();
    }
    assertThat(rhythm.isDue(35 * SECOND)).isTrue();
    rhythm.began();
    assertThat(rhythm.isPending()).isFalse();
  }

  @Test
  void aFailureIsTriedAgainAfterItsPause() {
    rhythm.changed(0);
    rhythm.began();
    rhythm.failed(0, Duration.ofSeconds(2));

    assertThat(rhythm.isDue(SECOND)).isFalse();
    assertThat(rhythm.isDue(2 * SECOND)).isTrue();
  }
}
