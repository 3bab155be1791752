package dev.gitexport.sync;

import dev.gitexport.git.Push;
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
    if (ours.isEmpty() && theirs.isEmpty()) {
      return new Step.Together("", false, List.of());
    }
    if (ours.isEmpty() || theirs.isEmpty()) {
      return settle(ours.or(() -> theirs).orElseThrow(), theirs, List.of());
    }
    return join(ours.get(), theirs.get());
  }

  private Step join(ObjectId ours, ObjectId theirs) throws IOException {
    var rebase =
        new Rebase(session.commits(), session.refs(), session.request().settings().keepHistory());
    return switch (rebase.of(ours, theirs)) {
      case Rebase.Result.Clean(var commit) -> settle(commit, Optional.of(theirs), List.of());
      case Rebase.Result.Conflict conflict -> decide(rebase, ours, theirs, conflict);
    };
  }

  private Step decide(
      Rebase rebase, ObjectId ours, ObjectId theirs, Rebase.Result.Conflict conflict)
      throws IOException {
    Optional<ObjectId> base = conflict.base();
    Optional<ObjectId> there = Optional.of(theirs);
    return switch (session.request().settings().onConflict()) {
      case REPORT -> new Step.Conflict(ours, theirs, conflict);
      case BRANCH -> {
        String branch = aside(ours);
        session.refs().keepLost(ours, session.clock().instant());
        yield settle(theirs, there, List.of(branch));
      }
      case OURS -> {
        // Several commits become one: what stood between them is kept too.
        keep(ours);
        yield settle(rebase.forced(ours, theirs, base, true), there, List.of(keep(theirs)));
      }
      case THEIRS -> settle(rebase.forced(ours, theirs, base, false), there, List.of(keep(ours)));
    };
  }

  private String keep(ObjectId loser) throws IOException {
    return session.refs().keepLost(loser, session.clock().instant());
  }

  private String aside(ObjectId ours) {
    String ref =
        "refs/heads/gitsync/%s/%s"
            .formatted(session.request().name(), SyncRefs.stamp(ours, session.clock().instant()));
    switch (remote.push(session.repository(), ours, ref, ObjectId.zeroId(), false)) {
      case Push.Result.Done() -> {}
      case Push.Result.Moved() -> {
        // The same commit under the same name is there already.
      }
      case Push.Result.Refused(var rule, var why) -> throw refused(ref, rule, why);
    }
    return ref;
  }

  /// Both sides become the commit: the remote first.
  private Step settle(ObjectId commit, Optional<ObjectId> theirs, List<String> lost)
      throws IOException {
    boolean push = !theirs.equals(Optional.of(commit));
    if (push) {
      String ref = session.request().ref();
      boolean replace = !session.request().settings().keepHistory();
      ObjectId expected = theirs.orElse(ObjectId.zeroId());
      switch (remote.push(session.repository(), commit, ref, expected, replace)) {
        case Push.Result.Done() -> {}
        case Push.Result.Moved() -> {
          return new Step.Again(List.of());
        }
        case Push.Result.Refused(var rule, var why) -> throw refused(ref, rule, why);
      }
    }
    List<String> inTheWay = session.bringTo(commit);
    if (!inTheWay.isEmpty()) {
      return new Step.Again(inTheWay);
    }
    session.refs().moveRemote(commit);
    return new Step.Together(commit.name(), push, lost);
  }

  private SyncException.PushRefused refused(String ref, Push.Rule rule, String why) {
    return new SyncException.PushRefused(
        rule,
        "Could not push %s to %s: %s (%s). The commits stay here; %s."
            .formatted(ref, remote.source().url(), what(rule), why, next(rule)));
  }

  private static String what(Push.Rule rule) {
    return switch (rule) {
      case PROTECTED -> "the branch is protected";
      case HOOK -> "a hook of the server declined it";
      case FAST_FORWARD_ONLY -> "the server takes no replaced history";
      case NO_DELETION, CHECKED_OUT, OTHER -> "the server refused it";
    };
  }

  private static String next(Push.Rule rule) {
    return switch (rule) {
      case PROTECTED -> "allow this user to push there, or choose another branch";
      case HOOK -> "change what it complains of, or ask who runs the server";
      case FAST_FORWARD_ONLY -> "keep the history, or allow non-fast-forwards there";
      case NO_DELETION -> "allow deletions there, or keep the ref";
      case CHECKED_OUT -> "push to a bare repository, or choose another branch";
      case OTHER -> "allow the push there, or choose another branch";
    };
  }
}
