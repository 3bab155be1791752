package dev.gitexport.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RetentionTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  /// Exports 5 (current) to 1, each superseded an hour after the one before.
  private final List<Export> exports = new ArrayList<>();

  RetentionTest() {
    exports.add(export(5, new ExportPhase.Published(NOW.minus(Duration.ofHours(1)))));
    for (int i = 4; i >= 1; i--) {
      Instant superseded = NOW.minus(Duration.ofHours(5 - i));
      exports.add(
          export(i, new ExportPhase.Superseded(superseded.minus(Duration.ofHours(1)), superseded)));
    }
  }

  @Test
  void keepsTheNewestByCount() {
    assertThat(held(new Retention(3, Duration.ZERO, Retention.FOREVER, Set.of())))
        .containsExactly(5, 4, 3);
  }

  @Test
  void countsTheCurrentOne() {
    assertThat(held(new Retention(1, Duration.ZERO, Retention.FOREVER, Set.of())))
        .containsExactly(5);
  }

  @Test
  void keepsWhatWasSupersededJustNow() {
    assertThat(held(new Retention(1, Duration.ofMinutes(150), Retention.FOREVER, Set.of())))
        .containsExactly(5, 4, 3);
  }

  @Test
  void dropsWhatIsTooOldButNeverTheOneBefore() {
    assertThat(held(new Retention(5, Duration.ZERO, Duration.ofMinutes(150), Set.of())))
        .containsExactly(5, 4, 3);
    assertThat(held(new Retention(5, Duration.ZERO, Duration.ZERO, Set.of())))
        .containsExactly(5, 4);
  }

  @Test
  void neverDropsWhatItIsToldToKeep() {
    String commit = exports.get(4).commit();
    Set<String> keep = Set.of("v2", commit.substring(0, 7), exports.get(2).id().text());

    assertThat(held(new Retention(1, Duration.ZERO, Retention.FOREVER, keep)))
        .containsExactly(5, 3, 2, 1);
  }

  @Test
  void doesNotTakeAShortNumberForACommit() {
    assertThat(held(new Retention(1, Duration.ZERO, Retention.FOREVER, Set.of("1111"))))
        .containsExactly(5);
  }

  @Test
  void holdsWhatIsPinned() {
    Retention one = new Retention(1, Duration.ZERO, Retention.FOREVER, Set.of());
    ExportId pinned = exports.get(4).id();

    Map<ExportId, List<String>> holds =
        one.holds(exports, Optional.of(exports.getFirst().id()), Optional.of(pinned), NOW);

    assertThat(holds.get(pinned)).containsExactly("pin");
  }

  @Test
  void doesNotCountWhatWasNeverPublished() {
    exports.addFirst(export(6, new ExportPhase.Exported()));

    assertThat(held(new Retention(2, Duration.ZERO, Retention.FOREVER, Set.of())))
        .containsExactly(5, 4);
  }

  @Test
  void leavesTheWriterOfAnUnpublishedExportHisTime() {
    exports.addFirst(export(6, new ExportPhase.Exported()));

    assertThat(held(new Retention(1, Duration.ofDays(999), Retention.FOREVER, Set.of())))
        .contains(6);
  }

  @Test
  void saysEveryReason() {
    Map<ExportId, List<String>> holds =
        new Retention(2, Duration.ofHours(9), Retention.FOREVER, Set.of("v4"))
            .holds(exports, Optional.of(exports.getFirst().id()), Optional.empty(), NOW);

    assertThat(holds.get(exports.get(1).id()))
        .containsExactly("previous", "keep", "count", "minAge");
  }

  @Test
  void refusesNumbersThatMakeNoSense() {
    assertThatThrownBy(() -> new Retention(0, Duration.ZERO, Retention.FOREVER, Set.of()))
        .hasMessageContaining("1 to 50");
    assertThatThrownBy(() -> new Retention(51, Duration.ZERO, Retention.FOREVER, Set.of()))
        .hasMessageContaining("51");
    assertThatThrownBy(() -> new Retention(1, Duration.ofSeconds(-1), Retention.FOREVER, Set.of()))
        .hasMessageContaining("negative");
    assertThatThrownBy(() -> new Retention(1, Duration.ZERO, Duration.ofSeconds(-1), Set.of()))
        .hasMessageContaining("negative");
  }

  private List<Integer> held(Retention retention) {
    return retention
        .holds(exports, Optional.of(current()), Optional.empty(), NOW)
        .entrySet()
        .stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(entry -> entry.getKey().text().charAt(14) - '0')
        .toList();
  }

  private ExportId current() {
    return exports.stream()
        .filter(export -> export.phase() instanceof ExportPhase.Published)
        .findFirst()
        .orElseThrow()
        .id();
  }

  private static Export export(int number, ExportPhase phase) {
    String commit = String.valueOf(number).repeat(40);
    return new Export(
        new ExportId("20261101T00000" + number + "Z-" + commit.substring(0, 7)),
        "v" + number + "@sha1:" + commit,
        commit,
        commit,
        ExportSettings.DEFAULT,
        ExportStats.UNKNOWN,
        "",
        Map.of(),
        Set.of(),
        NOW.minus(Duration.ofDays(30)),
        phase);
  }
}
