package dev.gitexport.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How folder and branch stand to each other, and how the last work on them went.
///
/// @param observedGeneration the generation that this status speaks of
/// @param lastHandledReconcileAt echo of the annotation that asked for a reconcile
/// @param lastHandledRelease echo of the annotation that released guards
/// @param conditions Ready, Reconciling and Stalled as kstatus reads them, and more
/// @param watching whether changes are heard of at once
/// @param pending changes that wait to be committed
/// @param lastCommit of the folder; empty before the first
/// @param lastPushTime RFC 3339; empty before the first
/// @param remoteRevision what the branch was when folder and branch were last the same
/// @param conflict that stands
/// @param lost refs that keep what lost a conflict, newest first
/// @param heldBack what was left out of the last commit
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record GitSyncStatus(
    @JsonPropertyDescription("The generation that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "The annotation gitexport.dev/requestedAt or reconcile.fluxcd.io/requestedAt that was acted on last.")
        String lastHandledReconcileAt,
    @JsonPropertyDescription(
            "The annotation gitexport.dev/release that was used; the same value releases nothing more.")
        String lastHandledRelease,
    @JsonPropertyDescription("Ready, Reconciling and Stalled as kstatus reads them, and more.")
        List<Condition> conditions,
    @JsonPropertyDescription(
            "Whether changes are heard of at once; else they are found at the interval.")
        @Nullable Boolean watching,
    @JsonPropertyDescription("Changes that wait until there were none for quietPeriod.")
        @Nullable PendingChanges pending,
    @JsonPropertyDescription("The commit that the folder was last seen to be: sha1:<commit>.")
        String lastCommit,
    @JsonPropertyDescription("When something was pushed last.") String lastPushTime,
    @JsonPropertyDescription(
            "What the branch was when folder and branch were last the same: <branch>@sha1:<commit>.")
        String remoteRevision,
    @JsonPropertyDescription("Both sides changed the same, and nobody has decided yet.")
        @Nullable Conflict conflict,
    @JsonPropertyDescription(
            "Refs that keep what lost a conflict, newest first: branches of the repository, or refs"
                + " of the bare repository behind the folder.")
        List<String> lost,
    @JsonPropertyDescription("What was left out of the last commit, up to 20 of them.")
        List<HeldBackFile> heldBack) {

  /// Of a resource that nothing was done for yet.
  public static final GitSyncStatus NONE =
      new GitSyncStatus(
          null, "", "", List.of(), null, null, "", "", "", null, List.of(), List.of());

  public GitSyncStatus {
    lastHandledReconcileAt = Defaults.or(lastHandledReconcileAt, "");
    lastHandledRelease = Defaults.or(lastHandledRelease, "");
    conditions = Defaults.or(conditions);
    lastCommit = Defaults.or(lastCommit, "");
    lastPushTime = Defaults.or(lastPushTime, "");
    remoteRevision = Defaults.or(remoteRevision, "");
    lost = Defaults.or(lost);
    heldBack = Defaults.or(heldBack);
  }

  /// Changes that are in no commit yet.
  ///
  /// @param since RFC 3339
  public record PendingChanges(
      @JsonPropertyDescription("How many files are new.") int added,
      @JsonPropertyDescription("How many files have another content or mode.") int modified,
      @JsonPropertyDescription("How many files are gone.") int deleted,
      @JsonPropertyDescription("When a run found changes first.") String since) {}

  /// Both sides of a conflict.
  ///
  /// @param base the last commit of both; empty without one
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Conflict(
      @JsonPropertyDescription("The folder's commit: sha1:<commit>.") String ours,
      @JsonPropertyDescription("The branch's commit: sha1:<commit>.") String theirs,
      @JsonPropertyDescription("The last commit of both: sha1:<commit>.") String base,
      @JsonPropertyDescription("What both changed, up to 50 paths.") List<String> paths,
      @JsonPropertyDescription("How many paths both changed.") int pathCount) {

    public Conflict {
      base = Defaults.or(base, "");
      paths = Defaults.or(paths);
    }
  }

  /// A file that was left out of a commit.
  public record HeldBackFile(
      @JsonPropertyDescription("Below the folder.") String path,
      @JsonPropertyDescription("What it is, and what would let it in.") String reason) {}
}
