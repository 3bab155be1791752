package dev.gitexport.operator.gitsync;

import dev.gitexport.api.v1alpha1.GitSync;
import dev.gitexport.api.v1alpha1.GitSyncStatus;
import dev.gitexport.api.v1alpha1.GitSyncStatus.Conflict;
import dev.gitexport.api.v1alpha1.GitSyncStatus.HeldBackFile;
import dev.gitexport.api.v1alpha1.GitSyncStatus.PendingChanges;
import dev.gitexport.failure.Failure;
import dev.gitexport.failure.Reason;
import dev.gitexport.failure.SafeText;
import dev.gitexport.operator.resource.AskedFor;
import dev.gitexport.operator.status.ConditionStatus;
import dev.gitexport.operator.status.ConditionType;
import dev.gitexport.operator.status.Conditions;
import dev.gitexport.sync.Changes;
import dev.gitexport.sync.HeldBack;
import dev.gitexport.sync.SyncException;
import dev.gitexport.sync.SyncOutcome;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The next status of a resource, from the observed one and what happened. Always the whole status:
/// server-side apply removes an owned field that a patch leaves out.
public final class GitSyncStatusPatch {

  private static final int SHOWN_PATHS = 50;
  private static final int SHOWN_FILES = 20;
  private static final int SHOWN_REFS = 10;
  private static final int TOLD_PATHS = 5;

  private final GitSync resource;
  private final GitSyncStatus observed;
  private final boolean watching;
  private final Clock clock;

  private GitSyncStatusPatch(
      GitSync resource, GitSyncStatus observed, boolean watching, Clock clock) {
    this.resource = resource;
    this.observed = observed;
    this.watching = watching;
    this.clock = clock;
  }

  /// @param watching whether changes of the folder are heard of at once
  public static GitSyncStatusPatch of(GitSync resource, boolean watching, Clock clock) {
    return new GitSyncStatusPatch(resource, observed(resource), watching, clock);
  }

  static GitSyncStatus observed(GitSync resource) {
    @Nullable GitSyncStatus status = resource.getStatus();
    return status == null ? GitSyncStatus.NONE : status;
  }

  /// Something else has to be there first.
  public GitSyncStatus waiting(String why) {
    return withConditions(
        conditions().reconciling("WaitingForGitExport", why), observed.pending(), false);
  }

  /// No work is wanted. Folder and branch stay as they are.
  public GitSyncStatus suspended() {
    return withConditions(conditions().suspended(), null, false);
  }

  /// A failure changes what the conditions say. What a release of guards let pass is committed when
  /// only the push was refused.
  public GitSyncStatus failed(Failure failure) {
    return withConditions(
        conditions().failed(failure).without(ConditionType.EXPORT_FAILED),
        observed.pending(),
        failure.reason() == Reason.PUSH_REFUSED);
  }

  /// The engine came to an end.
  public GitSyncStatus ended(SyncOutcome outcome) {
    return switch (outcome) {
      case SyncOutcome.Pushed(var commit, _, var lost, var held) ->
          together(commit, at(), lost, held);
      case SyncOutcome.NothingToCommit(var commit, var held) ->
          together(commit, observed.lastPushTime(), List.of(), held);
      case SyncOutcome.Committed(var commit, _, var held) ->
          together(commit, observed.lastPushTime(), List.of(), held);
      case SyncOutcome.Waiting(var changes, _) -> pending(changes);
      case SyncOutcome.Conflicted conflicted -> conflicted(conflicted);
    };
  }

  private GitSyncStatus pending(Changes changes) {
    PendingChanges before = observed.pending();
    var pending =
        new PendingChanges(
            changes.added(),
            changes.modified(),
            changes.deleted(),
            before == null ? at() : before.since());
    return withConditions(conditions(), pending, false);
  }

  private GitSyncStatus together(
      String commit, String pushed, List<String> lost, List<HeldBack> held) {
    String revision = commit.isEmpty() ? "" : resource.getSpec().branch() + "@sha1:" + commit;
    String message =
        revision.isEmpty() ? "folder and branch are empty" : "the folder is " + revision;
    return new GitSyncStatus(
        resource.getMetadata().getGeneration(),
        requestedAt(),
        GuardRelease.used(resource, true),
        holdingBack(conditions().ready("Synced", message), held).toList(),
        watching,
        null,
        id(commit),
        pushed,
        revision,
        null,
        Stream.concat(lost.stream(), observed.lost().stream())
            .distinct()
            .limit(SHOWN_REFS)
            .toList(),
        files(held));
  }

  private GitSyncStatus conflicted(SyncOutcome.Conflicted outcome) {
    var conflict =
        new Conflict(
            id(outcome.ours()),
            id(outcome.theirs()),
            id(outcome.base()),
            outcome.paths().stream().sorted().limit(SHOWN_PATHS).toList(),
            outcome.paths().size());
    Failure failure = Failure.of(new SyncException.Conflicted(message(conflict)));
    return new GitSyncStatus(
        resource.getMetadata().getGeneration(),
        requestedAt(),
        GuardRelease.used(resource, true),
        holdingBack(conditions().failed(failure), outcome.heldBack()).toList(),
        watching,
        null,
        conflict.ours(),
        observed.lastPushTime(),
        observed.remoteRevision(),
        conflict,
        observed.lost(),
        files(outcome.heldBack()));
  }

  /// Whether all is as it is wanted, as far as anybody has seen.
  static boolean isReady(GitSyncStatus status) {
    return status.conditions().stream()
        .filter(condition -> condition.getType().equals(ConditionType.READY.word()))
        .anyMatch(condition -> condition.getStatus().equals(ConditionStatus.TRUE.word()));
  }

  /// What conditions and events say of a conflict.
  static String message(@Nullable Conflict conflict) {
    if (conflict == null) {
      return "";
    }
    return "Could not push: folder (%s) and branch (%s) both changed %s; nothing was pushed and nothing in the folder changed. Make one side like the other, or choose another onConflict."
        .formatted(
            conflict.ours(), conflict.theirs(), some(conflict.paths(), conflict.pathCount()));
  }

  /// What conditions and events say of files that were held back.
  static String message(List<HeldBackFile> files) {
    HeldBackFile first = files.getFirst();
    String names = some(files.stream().map(HeldBackFile::path).toList(), files.size());
    return SafeText.of("Not committed: %s. %s: %s.".formatted(names, first.path(), first.reason()));
  }

  private static String some(List<String> paths, int count) {
    String told = paths.stream().limit(TOLD_PATHS).collect(Collectors.joining(", "));
    return count > TOLD_PATHS ? told + " and %d more".formatted(count - TOLD_PATHS) : told;
  }

  private static Conditions holdingBack(Conditions conditions, List<HeldBack> held) {
    return held.isEmpty()
        ? conditions.without(ConditionType.HELD_BACK)
        : conditions.warning(
            ConditionType.HELD_BACK, Reason.GUARD_TRIPPED.word(), message(files(held)));
  }

  private static List<HeldBackFile> files(List<HeldBack> held) {
    return held.stream()
        .map(file -> new HeldBackFile(file.path(), file.why()))
        .sorted(Comparator.comparing(HeldBackFile::path))
        .limit(SHOWN_FILES)
        .toList();
  }

  private GitSyncStatus withConditions(
      Conditions conditions, @Nullable PendingChanges pending, boolean released) {
    return new GitSyncStatus(
        resource.getMetadata().getGeneration(),
        requestedAt(),
        GuardRelease.used(resource, released),
        conditions.toList(),
        watching,
        pending,
        observed.lastCommit(),
        observed.lastPushTime(),
        observed.remoteRevision(),
        observed.conflict(),
        observed.lost(),
        observed.heldBack());
  }

  private Conditions conditions() {
    return Conditions.observed(
        observed.conditions(), resource.getMetadata().getGeneration(), clock);
  }

  private String requestedAt() {
    return AskedFor.by(resource).orElse(observed.lastHandledReconcileAt());
  }

  private static String id(String commit) {
    return commit.isEmpty() ? "" : "sha1:" + commit;
  }

  private String at() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
