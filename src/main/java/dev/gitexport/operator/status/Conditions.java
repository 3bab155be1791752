package dev.gitexport.operator.status;

import dev.gitexport.failure.Failure;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The conditions of one resource. A condition keeps its transition time until its status changes,
/// and one that does not apply is absent: kstatus takes a present `Reconciling` or `Stalled` for
/// true. Immutable.
public final class Conditions {

  private final @Nullable Long generation;
  private final Clock clock;
  private final Map<String, Condition> byType;

  private Conditions(@Nullable Long generation, Clock clock, Map<String, Condition> byType) {
    this.generation = generation;
    this.clock = clock;
    this.byType = byType;
  }

  /// As they were observed.
  ///
  /// @param generation of the resource that new conditions will speak of
  public static Conditions observed(
      List<Condition> conditions, @Nullable Long generation, Clock clock) {
    Map<String, Condition> byType = new TreeMap<>();
    conditions.forEach(condition -> byType.put(condition.getType(), condition));
    return new Conditions(generation, clock, byType);
  }

  /// Work is done and all is as it is wanted.
  public Conditions ready(String reason, String message) {
    return with(ConditionType.READY, ConditionStatus.TRUE, reason, message)
        .without(
            ConditionType.RECONCILING,
            ConditionType.STALLED,
            ConditionType.FETCH_FAILED,
            ConditionType.EXPORT_FAILED,
            ConditionType.CONFLICTED,
            ConditionType.PUSH_FAILED);
  }

  /// The signatures that were asked for are there.
  public Conditions verified(String message) {
    return with(ConditionType.SOURCE_VERIFIED, ConditionStatus.TRUE, "Verified", message);
  }

  /// Nobody asks for signatures.
  public Conditions unverified() {
    return without(ConditionType.SOURCE_VERIFIED);
  }

  /// Work is under way. `Ready` keeps what it says.
  public Conditions reconciling(String reason, String message) {
    Conditions started =
        with(ConditionType.RECONCILING, ConditionStatus.TRUE, reason, message)
            .without(ConditionType.STALLED);
    return started.find(ConditionType.READY).isPresent()
        ? started
        : started.with(ConditionType.READY, ConditionStatus.UNKNOWN, reason, message);
  }

  /// No work is done.
  public Conditions suspended() {
    return without(ConditionType.RECONCILING);
  }

  /// What a failure means for the conditions: the middle column of the table of errors.
  public Conditions failed(Failure failure) {
    return switch (failure.reason()) {
      case INVALID_MANIFEST,
          INVALID_SPEC,
          AUTHENTICATION_FAILED,
          HOST_KEY_REJECTED,
          UNSAFE_TREE,
          LIMIT_EXCEEDED,
          PATH_NOT_OWNED,
          TARGET_NOT_EMPTY,
          CURRENT_NOT_A_SYMLINK,
          VOLUME_UNSUITABLE,
          GUARD_TRIPPED,
          UNPUSHED ->
          stalled(failure);
      case VERIFICATION_FAILED ->
          stalled(failure).with(ConditionType.SOURCE_VERIFIED, ConditionStatus.FALSE, failure);
      case CONFLICTED -> conflicted(failure);
      case PUSH_REFUSED -> refused(failure);
      case FETCH_FAILED ->
          retrying(failure, ConditionType.FETCH_FAILED, ConditionType.EXPORT_FAILED);
      case VOLUME_FULL, VOLUME_FAILED, VERIFY_FAILED ->
          retrying(failure, ConditionType.EXPORT_FAILED, ConditionType.FETCH_FAILED);
      case TREEISH_NOT_FOUND, STORE_CORRUPT, LEASE_LOST ->
          retryingBefore(failure, ConditionStatus.FALSE);
      case LOCKED -> reconciling(failure.reason().word(), failure.message());
      case INTERNAL_ERROR -> retryingBefore(failure, ConditionStatus.UNKNOWN);
    };
  }

  private Conditions conflicted(Failure failure) {
    return stalled(failure)
        .warning(ConditionType.CONFLICTED, "ContentConflict", failure.message())
        .without(ConditionType.PUSH_FAILED);
  }

  private Conditions refused(Failure failure) {
    return stalled(failure)
        .with(ConditionType.PUSH_FAILED, failure)
        .without(ConditionType.CONFLICTED);
  }

  /// Neither fetch nor export was what failed.
  private Conditions retryingBefore(Failure failure, ConditionStatus ready) {
    return retrying(failure, ready)
        .without(ConditionType.FETCH_FAILED, ConditionType.EXPORT_FAILED);
  }

  private Conditions retrying(Failure failure, ConditionType failed, ConditionType past) {
    return retrying(failure, ConditionStatus.FALSE).with(failed, failure).without(past);
  }

  /// Something that people should know of, beside what the others say.
  public Conditions warning(ConditionType type, String reason, String message) {
    return with(type, ConditionStatus.TRUE, reason, message);
  }

  public Optional<Condition> find(ConditionType type) {
    return Optional.ofNullable(byType.get(type.word()));
  }

  /// Ready first, the others by name.
  public List<Condition> toList() {
    List<Condition> list = new ArrayList<>(byType.values());
    list.sort((a, b) ->
        Boolean.compare(
            b.getType().equals(ConditionType.READY.word()),
            a.getType().equals(ConditionType.READY.word())));
    return List.copyOf(list);
  }

  private Conditions stalled(Failure failure) {
    return with(
            ConditionType.READY, ConditionStatus.FALSE, failure.reason().word(), failure.message())
        .with(ConditionType.STALLED, failure)
        .without(
            ConditionType.RECONCILING, ConditionType.FETCH_FAILED, ConditionType.EXPORT_FAILED);
  }

  private Conditions retrying(Failure failure, ConditionStatus ready) {
    return with(ConditionType.READY, ready, failure.reason().word(), failure.message())
        .with(ConditionType.RECONCILING, failure)
        .without(ConditionType.STALLED);
  }

  private Conditions with(ConditionType type, Failure failure) {
    return with(type, ConditionStatus.TRUE, failure);
  }

  private Conditions with(ConditionType type, ConditionStatus status, Failure failure) {
    return with(type, status, failure.reason().word(), failure.message());
  }

  private Conditions with(
      ConditionType type, ConditionStatus status, String reason, String message) {
    Map<String, Condition> next = new TreeMap<>(byType);
    next.put(
        type.word(),
        new ConditionBuilder()
            .withType(type.word())
            .withStatus(status.word())
            .withReason(reason)
            .withMessage(message)
            .withObservedGeneration(generation)
            .withLastTransitionTime(transitionTime(type, status))
            .build());
    return new Conditions(generation, clock, next);
  }

  public Conditions without(ConditionType... types) {
    Map<String, Condition> next = new TreeMap<>(byType);
    for (ConditionType type : types) {
      next.remove(type.word());
    }
    return new Conditions(generation, clock, next);
  }

  private String transitionTime(ConditionType type, ConditionStatus status) {
    return find(type)
        .filter(observed -> status.word().equals(observed.getStatus()))
        .map(Condition::getLastTransitionTime)
        .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
