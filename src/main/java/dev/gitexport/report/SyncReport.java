package dev.gitexport.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.gitexport.failure.Failure;
import dev.gitexport.sync.Changes;
import dev.gitexport.sync.HeldBack;
import dev.gitexport.sync.SyncOutcome;
import java.nio.file.Path;
import java.util.List;

/// What one run over one folder gave.
///
/// @param result `Pushed`, `Committed`, `NothingToCommit`, `Waiting`, `Conflicted`, `Closed`, or
///   the reason of a failure
/// @param commit of the folder; empty without one
/// @param lost refs that keep what lost a conflict
/// @param heldBack paths that were left out, each with why
/// @param conflicts paths that both sides changed
/// @param message of a failure, else empty
public record SyncReport(
    String folder,
    String result,
    String commit,
    String theirs,
    int added,
    int modified,
    int deleted,
    List<String> lost,
    List<HeldBack> heldBack,
    List<String> conflicts,
    String message) {

  private static final String NOTHING = "NothingToCommit";
  private static final String WAITING = "Waiting";

  public SyncReport {
    lost = List.copyOf(lost);
    heldBack = List.copyOf(heldBack);
    conflicts = List.copyOf(conflicts);
  }

  public static SyncReport of(Path folder, SyncOutcome outcome) {
    return of(folder.toString(), outcome);
  }

  /// @param place what the folder is called
  public static SyncReport of(String place, SyncOutcome outcome) {
    return switch (outcome) {
      case SyncOutcome.Pushed(var commit, var changes, var lost, var held) ->
          made(place, "Pushed", commit, changes, lost, held);
      case SyncOutcome.Committed(var commit, var changes, var held) ->
          made(place, "Committed", commit, changes, List.of(), held);
      case SyncOutcome.NothingToCommit(var commit, var held) ->
          made(place, NOTHING, commit, Changes.NONE, List.of(), held);
      case SyncOutcome.Waiting(var changes, var held) ->
          made(place, WAITING, "", changes, List.of(), held);
      case SyncOutcome.Conflicted(var ours, var theirs, _, var paths, var held) ->
          new SyncReport(place, "Conflicted", ours, theirs, 0, 0, 0, List.of(), held, paths, "");
    };
  }

  public static SyncReport of(Path folder, Failure failure) {
    return new SyncReport(
        folder.toString(),
        failure.reason().word(),
        "",
        "",
        0,
        0,
        0,
        List.of(),
        List.of(),
        List.of(),
        failure.message());
  }

  /// Whether something happened.
  @JsonIgnore
  public boolean isNews() {
    return !result.equals(NOTHING) && !waits();
  }

  /// Whether changes wait for another run.
  public boolean waits() {
    return result.equals(WAITING);
  }

  /// A folder that is gone, on purpose.
  public static SyncReport closed(Path folder) {
    return made(folder.toString(), "Closed", "", Changes.NONE, List.of(), List.of());
  }

  private static SyncReport made(
      String folder,
      String result,
      String commit,
      Changes changes,
      List<String> lost,
      List<HeldBack> held) {
    return new SyncReport(
        folder,
        result,
        commit,
        "",
        changes.added(),
        changes.modified(),
        changes.deleted(),
        lost,
        held,
        List.of(),
        "");
  }
}
