package dev.gitexport.git;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevTree;

/// The suffixes of a revision, walked from object to object.
final class RevisionSteps {

  private final Lookup lookup;
  private final VerifiedObjects objects;

  RevisionSteps(Lookup lookup, VerifiedObjects objects) {
    this.lookup = lookup;
    this.objects = objects;
  }

  /// Where the walk is, and the last commit it came through.
  record Position(RevObject object, Optional<RevCommit> commit) {}

  /// Whether the first suffix takes nothing but a commit; git then reads an abbreviated id as one.
  static boolean needCommit(List<RevisionStep> steps) {
    if (steps.isEmpty()) {
      return false;
    }
    return switch (steps.getFirst()) {
      case RevisionStep.Parent _, RevisionStep.Ancestor _, RevisionStep.Search _ -> true;
      case RevisionStep.Peel(var kind) -> kind == RevisionStep.Kind.COMMIT;
    };
  }

  Position walk(RevObject start, List<RevisionStep> steps) throws IOException {
    RevObject object = start;
    Optional<RevCommit> through = Optional.empty();
    for (RevisionStep step : steps) {
      if (objects.peeled(object) instanceof RevCommit commit) {
        through = Optional.of(commit);
      }
      object = take(object, step);
    }
    return new Position(object, through);
  }

  private RevObject take(RevObject object, RevisionStep step) throws IOException {
    return switch (step) {
      case RevisionStep.Parent(var number) -> parent(commit(object), number);
      case RevisionStep.Ancestor(var generations) -> ancestor(commit(object), generations);
      case RevisionStep.Peel(var kind) -> peel(object, kind);
      case RevisionStep.Search search -> search(commit(object), search);
    };
  }

  private RevObject peel(RevObject object, RevisionStep.Kind kind) throws IOException {
    return switch (kind) {
      case COMMIT -> commit(object);
      case TREE -> tree(object);
      case OBJECT -> object;
      case UNTAGGED -> objects.peeled(object);
      case TAG -> {
        if (object instanceof RevTag) {
          yield object;
        }
        throw lookup.notFound(
            "%s is no annotated tag".formatted(object.name()), "Leave out '^{tag}'");
      }
    };
  }

  private RevCommit commit(RevObject object) throws IOException {
    if (objects.peeled(object) instanceof RevCommit commit) {
      return commit;
    }
    throw lookup.notFound(
        "%s is no commit and has no history".formatted(object.name()), "Name a commit");
  }

  private RevObject tree(RevObject object) throws IOException {
    RevObject peeled = objects.peeled(object);
    return switch (peeled) {
      case RevCommit commit -> objects.object(commit.getTree());
      case RevTree tree -> tree;
      default ->
          throw lookup.notFound("%s has no tree".formatted(peeled.name()), "Name a commit or tree");
    };
  }

  private RevCommit parent(RevCommit commit, int number) throws IOException {
    if (number == 0) {
      return commit;
    }
    if (number > commit.getParentCount()) {
      throw noParent(commit, number);
    }
    return objects.commit(commit.getParent(number - 1));
  }

  private RevCommit ancestor(RevCommit commit, int generations) throws IOException {
    RevCommit ancestor = commit;
    for (int i = 0; i < generations; i++) {
      ancestor = parent(ancestor, 1);
    }
    return ancestor;
  }

  private RuntimeException noParent(RevCommit commit, int number) throws IOException {
    if (objects.isShallow(commit)) {
      return historyEnds(commit);
    }
    return lookup.notFound(
        "commit %s has %d parent(s), and parent %d is asked for"
            .formatted(commit.name(), commit.getParentCount(), number),
        "Ask for fewer generations");
  }

  private RevCommit search(RevCommit start, RevisionStep.Search search) throws IOException {
    if (search.pattern().isEmpty() && search.wanted()) {
      return start;
    }
    var pattern = new CommitPattern(lookup, search);
    Optional<RevCommit> found = objects.search(start, pattern);
    if (found.isEmpty() && objects.isShallow()) {
      throw historyEnds(start);
    }
    return found.orElseThrow(() ->
        lookup.notFound(
            "no commit from %s on has a message that fits '%s'"
                .formatted(start.name(), search.pattern()),
            "Loosen the text or name the commit"));
  }

  private HistoryEndsException historyEnds(RevCommit commit) {
    return new HistoryEndsException(
        lookup.notFound(
            "the repository is shallow and its history ends at or before commit %s"
                .formatted(commit.name()),
            "Deepen it with `git fetch --deepen` or name a commit it has"));
  }
}
