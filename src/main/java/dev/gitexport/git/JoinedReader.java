package dev.gitexport.git;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;

/// Reads an object from the first of several repositories that has it.
final class JoinedReader extends ObjectReader {

  private final List<ObjectReader> readers;

  /// @param readers closed with this one; at least one
  JoinedReader(List<ObjectReader> readers) {
    this.readers = List.copyOf(readers);
  }

  @Override
  public ObjectReader newReader() {
    return new JoinedReader(readers.stream().map(ObjectReader::newReader).toList());
  }

  @Override
  public Collection<ObjectId> resolve(AbbreviatedObjectId id) throws IOException {
    Set<ObjectId> found = new HashSet<>();
    for (ObjectReader reader : readers) {
      found.addAll(reader.resolve(id));
    }
    return found;
  }

  @Override
  public boolean has(AnyObjectId id, int type) throws IOException {
    for (ObjectReader reader : readers) {
      if (reader.has(id, type)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public ObjectLoader open(AnyObjectId id, int type) throws IOException {
    return first(id, type, reader -> reader.open(id, type));
  }

  @Override
  public long getObjectSize(AnyObjectId id, int type) throws IOException {
    return first(id, type, reader -> reader.getObjectSize(id, type));
  }

  /// What is asked of one reader.
  @FunctionalInterface
  private interface Question<T> {
    T ask(ObjectReader reader) throws IOException;
  }

  private <T> T first(AnyObjectId id, int type, Question<T> question) throws IOException {
    for (ObjectReader reader : readers) {
      try {
        return question.ask(reader);
      } catch (MissingObjectException _) {
        // The next may have it.
      }
    }
    throw new MissingObjectException(id.copy(), type);
  }

  @Override
  public Set<ObjectId> getShallowCommits() throws IOException {
    Set<ObjectId> all = new HashSet<>();
    for (ObjectReader reader : readers) {
      all.addAll(reader.getShallowCommits());
    }
    return all;
  }

  @Override
  public void close() {
    readers.forEach(ObjectReader::close);
  }
}
