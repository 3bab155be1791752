package dev.gitexport.sync;

import dev.gitexport.git.Push;
import dev.gitexport.sync.FaultPoints.FaultPoint;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// One exchange with the remote: fetch, join, push, and only then change the folder.
record Exchange(Session session, Push remote) {

  sealed interface Step {

    /// Both sides are `commit`.
    ///
    /// @param pushed whether the remote did not have it before
    record Together(String commit, boolean pushed, List<String> lost) implements Step {}

    record Conflict(ObjectId ours, ObjectId theirs, Rebase.Result.Conflict what) implements Step {}

    /// Somebody else was faster, on the remote or in the folder.
    ///
    /// @param inTheWay paths of the folder
    record Again(List<String> inTheWay) implements Step {}
  }

  Step run() throws IOException {
    SyncRequest request = session.request();
    Optional<ObjectId> ours = session.refs().head();
    Optional<ObjectId> theirs = remote.fetch(session.repository(), request.ref());
    session.faults().reached(FaultPoint.FETCHED);
    if (theirs.isPresent() && !theirs.equals(session.refs().remote())) {
      session.commits().checkPaths(theirs.get());
    }
    if (ours.isEmpty() && theirs.isEmpty()) {
      return new Step.Together("", false, List.of());
    }
    if (ours.isEmpty() || theirs.isEmpty()) {
      return settle(ours, ours.or(() -> theirs).orElseThrow(), theirs, List.of());
    }
    return join(ours.get(), theirs.get());
  }

  private Step join(ObjectId ours, ObjectId theirs) throws IOException {
    var rebase =
        new Rebase(session.commits(), session.refs(), session.request().settings().keepHistory());
    return switch (rebase.of(ours, theirs)) {
      case Rebase.Result.Clean(var commit) ->
          settle(Optional.of(ours), commit, Optional.of(theirs), List.of());
      case Rebase.Result.Conflict conflict -> decide(rebase, ours, theirs, conflict);
    };
  }

  private Step decide(
      Rebase rebase, ObjectId ours, ObjectId theirs, Rebase.Result.Conflict conflict)
      throws IOException {
    Optional<ObjectId> base = conflict.base();
    Optional<ObjectId> here = Optional.of(ours);
    Optional<ObjectId> there = Optional.of(theirs);
    return switch (session.request().settings().onConflict()) {
      case REPORT -> new Step.Conflict(ours, theirs, conflict);
      case BRANCH -> {
        String branch = new Publication(session, remote).aside(ours);
        session.refs().keepLost(ours, session.clock().instant());
        yield settle(here, theirs, there, List.of(branch));
      }
      case OURS -> {
        // Several commits become one: what stood between them is kept too.
        keep(ours);
        yield settle(here, rebase.forced(ours, theirs, base, true), there, List.of(keep(theirs)));
      }
      case THEIRS ->
          settle(here, rebase.forced(ours, theirs, base, false), there, List.of(keep(ours)));
    };
  }

  private String keep(ObjectId loser) throws IOException {
    String ref = session.refs().keepLost(loser, session.clock().instant());
    session.faults().reached(FaultPoint.LOSER_KEPT);
    return ref;
  }

  /// Both sides become the commit: the remote first.
  ///
  /// @param ours of which it was made
  private Step settle(
      Optional<ObjectId> ours, ObjectId commit, Optional<ObjectId> theirs, List<String> lost)
      throws IOException {
    // Killed after the push, the next run knows what of ours is there already.
    session.refs().handOver(ours, commit);
    session.faults().reached(FaultPoint.HANDED_OVER);
    var publication = new Publication(session, remote);
    Publication.Step step = publication.of(commit, theirs);
    if (step == Publication.Step.MOVED) {
      return new Step.Again(List.of());
    }
    session.faults().reached(FaultPoint.PUSHED);
    Optional<Step.Again> again = new Bringing(session).to(ours, commit);
    if (again.isPresent()) {
      return again.get();
    }
    session.refs().arrived(commit, theirs);
    session.faults().reached(FaultPoint.ARRIVED);
    publication.delete();
    return new Step.Together(commit.name(), step == Publication.Step.PUSHED, lost);
  }
}
