package dev.gitexport.git;

import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;

/// Commits, tags and trees, hashed when they are read: JGit itself takes a loose object's name on
/// trust. Blobs are not read here.
final class VerifiedObjects implements AutoCloseable {

  private static final int MAX_TAGS = 1_000;

  private final Repository repository;
  private final Lookup lookup;
  private final ObjectReader reader;
  private final RevWalk walk;

  VerifiedObjects(Repository repository, Lookup lookup) {
    this.repository = repository;
    this.lookup = lookup;
    this.reader = repository.newObjectReader();
    this.walk = new RevWalk(reader);
  }

  ObjectReader reader() {
    return reader;
  }

  boolean has(AnyObjectId id) throws IOException {
    return reader.has(id);
  }

  /// Whether history was cut off at this commit by a shallow clone.
  boolean isShallow(RevCommit commit) throws IOException {
    return repository.getObjectDatabase().getShallowCommits().contains(commit);
  }

  boolean isShallow() throws IOException {
    return !repository.getObjectDatabase().getShallowCommits().isEmpty();
  }

  /// The object, its headers parsed; a blob only by name.
  ///
  /// @throws GitException.StoreCorrupt when it is missing, damaged, or not what its id says
  RevObject object(AnyObjectId id) throws IOException {
    ObjectLoader loader = open(id);
    if (loader.getType() == Constants.OBJ_BLOB) {
      return walk.lookupBlob(id);
    }
    verifiedBytes(id, loader);
    return walk.parseAny(id);
  }

  RevCommit commit(AnyObjectId id) throws IOException {
    if (object(id) instanceof RevCommit commit) {
      return commit;
    }
    throw lookup.damaged(id, "is named as a commit and is none", null);
  }

  byte[] tree(ObjectId id) throws IOException {
    ObjectLoader loader = open(id);
    if (loader.getType() != Constants.OBJ_TREE) {
      throw lookup.damaged(id, "is named as a tree and is none", null);
    }
    return verifiedBytes(id, loader);
  }

  /// What the chain of tags ends at.
  RevObject peeled(RevObject object) throws IOException {
    RevObject peeled = object;
    for (int tags = 0; peeled instanceof RevTag tag; tags++) {
      if (tags == MAX_TAGS) {
        throw lookup.notFound(
            "more than %d tags of tags follow each other".formatted(MAX_TAGS),
            "Name the commit that is meant");
      }
      peeled = object(tag.getObject());
    }
    return peeled;
  }

  /// The youngest commit from here whose message matches.
  Optional<RevCommit> search(RevCommit start, CommitPattern pattern) throws IOException {
    walk.reset();
    walk.markStart(start);
    for (RevCommit commit : walk) {
      if (pattern.matches(commit)) {
        return Optional.of(commit(commit));
      }
    }
    return Optional.empty();
  }

  private ObjectLoader open(AnyObjectId id) throws IOException {
    try {
      return reader.open(id);
    } catch (MissingObjectException missing) {
      throw lookup.damaged(id, "is missing" + ifPartial(), missing);
    }
  }

  private String ifPartial() {
    boolean partial =
        repository.getConfig().getSubsections("remote").stream()
            .anyMatch(
                remote -> repository.getConfig().getBoolean("remote", remote, "promisor", false));
    return partial
        ? " because this is a partial clone and nothing is fetched into it (`git fetch --refetch --no-filter` completes it)"
        : "";
  }

  private byte[] verifiedBytes(AnyObjectId id, ObjectLoader loader) {
    byte[] bytes = loader.getCachedBytes();
    try (var hash = new ObjectInserter.Formatter()) {
      ObjectId found = hash.idFor(loader.getType(), bytes);
      if (!found.equals(id)) {
        throw lookup.damaged(id, "is damaged: its content has the id " + found.name(), null);
      }
    }
    return bytes;
  }

  @Override
  public void close() {
    walk.close();
    reader.close();
  }
}
