package dev.gitexport.git;

import dev.gitexport.files.Trash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/// Some files of an object directory, seen through symlinks as if there were no others. A copy of
/// an object elsewhere would hide a damaged one.
final class IsolatedObjects implements AutoCloseable {

  private static final String NAME = "isolated";

  private final Path root;
  private final Repository repository;

  private IsolatedObjects(Path root, Repository repository) {
    this.root = root;
    this.repository = repository;
  }

  /// Made inside the store, because only that place is known to be usable. Only under its lock.
  ///
  /// @param files what is linked, by its path below `objects/`
  static IsolatedObjects of(StoreDirectory store, List<Path> files) throws UnusableViewException {
    Path objects = store.path().resolve("objects");
    Path root = store.path().resolve(NAME);
    try {
      sweep(store);
      var view = new StoreDirectory(root.resolve("view.git"));
      Files.createDirectory(root);
      view.prepare();
      for (Path file : files) {
        Path link = view.path().resolve("objects").resolve(objects.relativize(file));
        Files.createSymbolicLink(link, file.toAbsolutePath());
      }
      return new IsolatedObjects(root, view.open());
    } catch (IOException | GitException e) {
      throw unusable(store, root, e);
    }
  }

  private static UnusableViewException unusable(StoreDirectory store, Path root, Exception cause) {
    var unusable = new UnusableViewException(root, cause);
    try {
      sweep(store);
    } catch (IOException e) {
      unusable.addSuppressed(e);
    }
    return unusable;
  }

  /// Removes what a killed run left.
  static void sweep(StoreDirectory store) throws IOException {
    Path root = store.path().resolve(NAME);
    if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      Trash.delete(root);
    }
  }

  /// Those whose content has not the id that is their name, or cannot be read.
  List<ObjectId> damaged(Iterable<ObjectId> ids) {
    var damaged = new ArrayList<ObjectId>();
    try (ObjectReader reader = repository.newObjectReader();
        var hash = new ObjectInserter.Formatter()) {
      for (ObjectId id : ids) {
        if (!isSound(reader, hash, id)) {
          damaged.add(id);
        }
      }
    }
    return damaged;
  }

  private static boolean isSound(ObjectReader reader, ObjectInserter hash, ObjectId id) {
    try {
      ObjectLoader loader = reader.open(id);
      try (InputStream content = loader.openStream()) {
        return hash.idFor(loader.getType(), loader.getSize(), content).equals(id);
      }
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  @Override
  public void close() throws UnusableViewException {
    repository.close();
    try {
      Trash.delete(root);
    } catch (IOException e) {
      throw new UnusableViewException(root, e);
    }
  }
}
