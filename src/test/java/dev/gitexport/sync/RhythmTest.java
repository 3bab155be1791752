package dev.gitexport.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RhythmTest {

  private static final long SECOND = 1_000_000_000L;

  private final Rhythm rhythm =
      new Rhythm(
          new WatchTimes(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60)),
          0);

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
    assertThat(rhythm.isQuiet(1000 * SECOND)).isFalse();
  }

  @Test
  void aFailureIsTriedAgainAfterItsPause() {
    rhythm.changed(0);
    rhythm.began();
    rhythm.failed(0, Duration.ofSeconds(2));

    assertThat(rhythm.isDue(SECOND)).isFalse();
    assertThat(rhythm.isDue(2 * SECOND)).isTrue();
  }

  private static Pending found(String tree) {
    return new Pending(new Changes(1, 0, 0), tree);
  }

  private boolean scan(String tree, long second) {
    rhythm.began();
    boolean may = rhythm.mayCommit(found(tree), second * SECOND);
    rhythm.ended(second * SECOND);
    return may;
  }

  @Test
  void whatOnlyAScanFindsIsCommittedWhenALaterScanFindsTheSame() {
    assertThat(scan("a", 0)).isFalse();
    assertThat(rhythm.isDue(9 * SECOND)).isFalse();
    assertThat(rhythm.isDue(10 * SECOND)).isTrue();
    assertThat(scan("b", 10)).isFalse();
    assertThat(rhythm.isDue(19 * SECOND)).isFalse();
    assertThat(scan("b", 20)).isTrue();
    assertThat(rhythm.isQuiet(1000 * SECOND)).isFalse();
  }

  @Test
  void whatChangesAtEveryScanIsCommittedAfterTheLongestWait() {
    assertThat(scan("a", 0)).isFalse();
    assertThat(scan("b", 10)).isFalse();
    assertThat(scan("c", 29)).isFalse();
    assertThat(scan("d", 30)).isTrue();
  }

  @Test
  void whatWasHeardOfIsNotComparedAndWaitsWhenARunComesTooSoon() {
    rhythm.changed(0);
    assertThat(scan("a", 5)).isFalse();
    assertThat(rhythm.isDue(9 * SECOND)).isFalse();
    assertThat(scan("b", 10)).isTrue();
  }

  @Test
  void aChangeThatIsHeardOfDuringARunExtendsItsWait() {
    rhythm.changed(0);
    rhythm.began();
    rhythm.changed(6 * SECOND);
    assertThat(rhythm.mayCommit(found("a"), 7 * SECOND)).isFalse();
    assertThat(rhythm.isDue(15 * SECOND)).isFalse();
    assertThat(rhythm.isDue(16 * SECOND)).isTrue();
    assertThat(rhythm.isDue(30 * SECOND)).isTrue();
  }

  @Test
  void whatIsNoChangeAfterAllWaitsForNothing() {
    rhythm.changed(0);
    rhythm.began();
    rhythm.ended(10 * SECOND);

    assertThat(rhythm.isQuiet(1000 * SECOND)).isFalse();
    assertThat(rhythm.isDue(11 * SECOND)).isFalse();
  }
}
