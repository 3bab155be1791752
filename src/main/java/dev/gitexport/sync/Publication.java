package dev.gitexport.sync;

import dev.gitexport.git.Push;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;

/// Brings a commit to the remote, where the settings say.
record Publication(Session session, Push remote) {

  /// What became of it.
  enum Step {
    PUSHED,
    THERE_ALREADY,
    /// Somebody else was faster.
    MOVED
  }

  /// @param theirs what the branch of the remote names
  Step of(ObjectId commit, Optional<ObjectId> theirs) throws IOException {
    if (theirs.equals(Optional.of(commit))) {
      return Step.THERE_ALREADY;
    }
    boolean replace = !session.request().settings().keepHistory();
    return session.request().settings().pushRefspec().redirects()
        ? elsewhere(commit, replace)
        : push(commit, session.request().ref(), theirs, replace);
  }

  /// What was pushed once is not pushed again: who takes it from there deletes the ref.
  private Step elsewhere(ObjectId commit, boolean replace) throws IOException {
    if (session.refs().pushed().equals(Optional.of(commit))) {
      return Step.THERE_ALREADY;
    }
    boolean force = replace || session.request().settings().pushRefspec().force();
    Step step =
        place(commit, session.request().pushRef(), force, "the refspec does not begin with '+'");
    if (step != Step.MOVED) {
      session.refs().movePushed(commit);
    }
    return step;
  }

  /// To the branch of the folder's name, whatever the refspec says.
  Step copy(ObjectId commit) throws IOException {
    boolean replace = !session.request().settings().keepHistory();
    return place(commit, session.request().ref(), replace, "the history is kept");
  }

  private Step place(ObjectId commit, String ref, boolean force, String why) throws IOException {
    Optional<ObjectId> there = remote.fetch(session.repository(), ref);
    if (!force && there.isPresent() && !descends(commit, there.get())) {
      throw refused(
          ref,
          Push.Rule.FAST_FORWARD_ONLY,
          "it has commits that this folder's branch does not have, and " + why);
    }
    return there.equals(Optional.of(commit)) ? Step.THERE_ALREADY : push(commit, ref, there, force);
  }

  private boolean descends(ObjectId commit, ObjectId from) throws IOException {
    try (var walk = new RevWalk(session.repository())) {
      return walk.isMergedInto(walk.parseCommit(from), walk.parseCommit(commit));
    }
  }

  private Step push(ObjectId commit, String ref, Optional<ObjectId> expected, boolean replace) {
    return switch (remote.push(
        session.repository(), commit, ref, expected.orElse(ObjectId.zeroId()), replace)) {
      case Push.Result.Done() -> Step.PUSHED;
      case Push.Result.Moved() -> Step.MOVED;
      case Push.Result.Refused(var rule, var why) -> throw refused(ref, rule, why);
    };
  }

  /// To a branch of its own.
  ///
  /// @return its name; that it is there already means the same commit
  String aside(ObjectId ours) throws IOException {
    String stamp = SyncRefs.stamp(ours, session.clock().instant());
    String ref = "refs/heads/gitsync/%s/%s".formatted(session.request().name(), stamp);
    Step _ = push(ours, ref, Optional.empty(), false);
    session.refs().keptAside(ours);
    return ref;
  }

  /// What lost conflicts and is nowhere else, each to a branch of its own.
  void lost() throws IOException {
    for (ObjectId commit : session.refs().lostOnlyHere()) {
      String _ = aside(commit);
    }
  }

  /// Deletes the ref that the settings name, if any.
  void delete() {
    PushRefspec refspec = session.request().settings().pushRefspec();
    if (!refspec.deletes()) {
      return;
    }
    String ref = refspec.destination();
    switch (remote.delete(session.repository(), ref)) {
      case Push.Result.Done(), Push.Result.Moved() -> {
        // Who moved it meanwhile wants it; the next run deletes it.
      }
      case Push.Result.Refused(var rule, var why) -> throw refused(ref, rule, why);
    }
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
      case FAST_FORWARD_ONLY -> "history would be replaced";
      case NO_DELETION, CHECKED_OUT, OTHER -> "the server refused it";
    };
  }

  private static String next(Push.Rule rule) {
    return switch (rule) {
      case PROTECTED -> "allow this user to push there, or choose another branch";
      case HOOK -> "change what it complains of, or ask who runs the server";
      case FAST_FORWARD_ONLY -> "keep the history, or allow that it is replaced";
      case NO_DELETION -> "allow deletions there, or keep the ref";
      case CHECKED_OUT -> "push to a bare repository, or choose another branch";
      case OTHER -> "allow the push there, or choose another branch";
    };
  }
}
