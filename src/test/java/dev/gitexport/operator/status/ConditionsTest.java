package dev.gitexport.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.failure.Failure;
import dev.gitexport.failure.Reason;
import dev.gitexport.failure.Recovery;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConditionsTest {

  private static final Instant EARLY = Instant.parse("2026-11-21T10:00:00Z");
  private static final Instant LATE = Instant.parse("2026-11-21T11:00:00Z");

  private static Conditions at(Instant now, List<Condition> observed) {
    return Conditions.observed(observed, 3L, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static Failure failure(Reason reason) {
    return new Failure(reason, "why", new Recovery.Retry());
  }

  private static String words(Conditions conditions) {
    return conditions.toList().stream()
        .map(condition -> condition.getType() + "=" + condition.getStatus())
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_SPEC,Ready=False Stalled=True",
    "AUTHENTICATION_FAILED,Ready=False Stalled=True",
    "VERIFICATION_FAILED,Ready=False SourceVerified=False Stalled=True",
    "FETCH_FAILED,Ready=False FetchFailed=True Reconciling=True",
    "TREEISH_NOT_FOUND,Ready=False Reconciling=True",
    "STORE_CORRUPT,Ready=False Reconciling=True",
    "VOLUME_FULL,Ready=False ExportFailed=True Reconciling=True",
    "VERIFY_FAILED,Ready=False ExportFailed=True Reconciling=True",
    "LOCKED,Ready=Unknown Reconciling=True",
    "UNSAFE_TREE,Ready=False Stalled=True",
    "PATH_NOT_OWNED,Ready=False Stalled=True",
    "INTERNAL_ERROR,Ready=Unknown Reconciling=True",
  })
  void aFailureHasItsConditions(Reason reason, String expected) {
    assertThat(words(at(EARLY, List.of()).failed(failure(reason)))).isEqualTo(expected);
  }

  @Test
  void successClearsWhatFailed() {
    var failed = at(EARLY, List.of()).failed(failure(Reason.FETCH_FAILED));

    var ready = at(LATE, failed.toList()).ready("Published", "main");

    assertThat(words(ready)).isEqualTo("Ready=True");
  }

  @Test
  void aConditionKeepsItsTransitionTimeUntilItsStatusChanges() {
    var first = at(EARLY, List.of()).failed(failure(Reason.FETCH_FAILED));
    var second = at(LATE, first.toList()).failed(failure(Reason.FETCH_FAILED));
    var third = at(LATE, second.toList()).ready("Published", "main");

    assertThat(second.toList())
        .allSatisfy(
            condition -> assertThat(condition.getLastTransitionTime()).isEqualTo(EARLY.toString()));
    assertThat(third.toList().getFirst().getLastTransitionTime()).isEqualTo(LATE.toString());
    assertThat(third.toList().getFirst().getObservedGeneration()).isEqualTo(3L);
  }

  @Test
  void aLockLeavesWhatReadySays() {
    var ready = at(EARLY, List.of()).ready("Published", "main");

    assertThat(words(at(LATE, ready.toList()).failed(failure(Reason.LOCKED))))
        .isEqualTo("Ready=True Reconciling=True");
    assertThat(words(at(LATE, ready.toList()).suspended())).isEqualTo("Ready=True");
  }
}
