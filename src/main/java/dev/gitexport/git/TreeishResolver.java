package dev.gitexport.git;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevTree;
import org.jspecify.annotations.Nullable;

/// From a treeish to its tree, by git's rules (gitrevisions(7)): the name first, a full id before a
/// ref, a ref before an abbreviated id; then the suffixes; then the path.
final class TreeishResolver {

  private final String description;
  private final Repository repository;
  private final RefNames refs;
  private final IdAccess access;

  /// @param description how messages name the repository
  TreeishResolver(String description, Repository repository, RefNames refs, IdAccess access) {
    this.description = description;
    this.repository = repository;
    this.refs = refs;
    this.access = access;
  }

  /// @throws GitException.TreeishNotFound also when a shallow history ends before the treeish
  ResolvedTree resolve(Treeish treeish) {
    try {
      return resolveWithin(treeish);
    } catch (HistoryEndsException e) {
      throw e.asNotFound();
    }
  }

  /// @throws HistoryEndsException when more history is needed than this shallow repository has
  ResolvedTree resolveWithin(Treeish treeish) throws HistoryEndsException {
    return ask(treeish, Resolution::resolve);
  }

  /// The object that the treeish begins with.
  NamedObject base(Treeish treeish) {
    try {
      return ask(treeish, Resolution::named);
    } catch (HistoryEndsException e) {
      throw e.asNotFound();
    }
  }

  private interface Question<T> {
    T answer(Resolution resolution, RevisionExpression expression) throws IOException;
  }

  private <T> T ask(Treeish treeish, Question<T> question) throws HistoryEndsException {
    var lookup = new Lookup(description, treeish);
    var expression = RevisionExpression.parse(lookup);
    try (var objects = new VerifiedObjects(repository, lookup)) {
      return question.answer(new Resolution(lookup, objects), expression);
    } catch (GitException | HistoryEndsException e) {
      throw e;
    } catch (MissingObjectException e) {
      throw lookup.damaged(e.getObjectId(), "is missing", e);
    } catch (IOException | RuntimeException e) {
      // JGit answers damaged objects with any of its exceptions and with those of array access.
      throw lookup.unreadable(e);
    }
  }

  /// What a ref names, tags peeled, whether or not its objects are here.
  Optional<ObjectId> named(String refName) {
    try {
      Optional<Ref> ref = refs.find(refName);
      return ref.map(this::peeled);
    } catch (IOException e) {
      throw new GitException.RepositoryUnreachable(
          "Could not read the refs of %s: %s. Check that it is readable."
              .formatted(description, e.getMessage()),
          e);
    }
  }

  private @Nullable ObjectId peeled(Ref ref) {
    try {
      Ref known = ref.isPeeled() ? ref : repository.getRefDatabase().peel(ref);
      ObjectId peeled = known.getPeeledObjectId();
      return peeled == null ? known.getObjectId() : peeled;
    } catch (IOException e) {
      return ref.getObjectId(); // not fetched: a remote tells what its tags peel to
    }
  }

  private final class Resolution {

    private final Lookup lookup;
    private final VerifiedObjects objects;
    private final RevisionSteps steps;

    private Resolution(Lookup lookup, VerifiedObjects objects) {
      this.lookup = lookup;
      this.objects = objects;
      this.steps = new RevisionSteps(lookup, objects);
    }

    private ResolvedTree resolve(RevisionExpression expression) throws IOException {
      RevObject start = objects.object(base(expression));
      RevisionSteps.Position end = steps.walk(start, expression.steps());
      RevObject object = objects.peeled(end.object());
      Optional<String> path = lookup.treeish().path();
      if (object instanceof RevCommit commit) {
        return ofCommit(expression, commit, commit.getTree(), path);
      }
      if (!(object instanceof RevTree)) {
        throw lookup.notFound(
            "it names the file content (blob) %s".formatted(object.name()),
            "Name a commit, tag or directory");
      }
      if (end.commit().isPresent()) {
        return ofCommit(expression, end.commit().get(), object, Optional.of(path.orElse("")));
      }
      return new ResolvedTree(new Revision.OfTree(below(object, path)), below(object, path), false);
    }

    private NamedObject named(RevisionExpression expression) throws IOException {
      ObjectId id = base(expression);
      Optional<Ref> ref =
          ObjectNames.isFull(expression.base()) ? Optional.empty() : refs.find(expression.base());
      return new NamedObject(ref.map(Ref::getName).map(StoredRefs::inside).orElse(""), id);
    }

    private ResolvedTree ofCommit(
        RevisionExpression expression, RevCommit commit, ObjectId root, Optional<String> path)
        throws IOException {
      return new ResolvedTree(
          new Revision.OfCommit(name(expression), commit.copy(), committed(commit)),
          below(root, path),
          path.isEmpty());
    }

    /// Not `getCommitTime`: that one ends in 2038.
    private Instant committed(RevCommit commit) {
      PersonIdent committer = commit.getCommitterIdent();
      return committer == null
          ? Instant.EPOCH
          : committer.getWhenAsInstant().truncatedTo(ChronoUnit.SECONDS);
    }

    private ObjectId below(ObjectId root, Optional<String> path) throws IOException {
      objects.tree(root);
      return new TreePath(objects, lookup).find(root, path.orElse("")).copy();
    }

    /// Ids name themselves.
    private String name(RevisionExpression expression) throws IOException {
      boolean isId =
          ObjectNames.isFull(expression.base())
              || (ObjectNames.isAbbreviated(expression.base())
                  && refs.find(expression.base()).isEmpty());
      return isId ? "" : lookup.treeish().revision();
    }

    private ObjectId base(RevisionExpression expression) throws IOException {
      String name = expression.base();
      var names = new ObjectNames(objects, access, lookup);
      if (ObjectNames.isFull(name)) {
        return names.full(name);
      }
      Optional<Ref> ref = refs.find(name);
      if (ref.isPresent()) {
        return target(ref.get());
      }
      return names
          .abbreviated(name, RevisionSteps.needCommit(expression.steps()))
          .orElseThrow(() -> lookup.notFound(nothingNamed(name), advice(name)));
    }

    private ObjectId target(Ref ref) {
      ObjectId id = ref.getObjectId();
      if (id == null) {
        throw lookup.notFound(
            "HEAD points to %s, which has no commits yet".formatted(ref.getLeaf().getName()),
            "Commit something, or name another branch");
      }
      return id;
    }

    private String nothingNamed(String name) {
      return "no branch, tag, other ref or object is called '%s'".formatted(name);
    }

    private String advice(String name) {
      List<String> similar = similar(name);
      return similar.isEmpty()
          ? "Run `git show-ref` there to see what it has"
          : "Did you mean '%s'?".formatted(String.join("' or '", similar));
    }

    private List<String> similar(String name) {
      try {
        return refs.similar(name);
      } catch (IOException e) {
        return List.of();
      }
    }
  }
}
