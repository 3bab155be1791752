package dev.gitexport.git;

import dev.gitexport.files.Durable;
import dev.gitexport.files.Trash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/// The repository behind a folder that commits itself, held by one writer at a time. It is a bare
/// one of our own, or the `.git` of a work tree, which is used as it is.
///
/// @param directory where the index is
public record SyncStore(Repository repository, Path directory, AutoCloseable lock)
    implements AutoCloseable {

  /// A bare repository of our own, made when it is missing.
  ///
  /// @throws GitException.RepositoryUnreachable when another writer holds it until the deadline, or
  ///   it cannot be made
  public static SyncStore own(Path directory, Deadline deadline) {
    var store = new StoreDirectory(directory.toAbsolutePath());
    try {
      StoreLock lock = store.lock(deadline);
      boolean opened = false;
      try {
        Trash.delete(removed(store.path()));
        store.prepare();
        Repository repository = durable(store.open());
        opened = true;
        return new SyncStore(repository, store.path(), lock);
      } finally {
        if (!opened) {
          lock.close();
        }
      }
    } catch (IOException e) {
      throw failed(directory, e);
    }
  }

  /// The repository of a work tree.
  ///
  /// @throws GitException.RepositoryUnreachable when it is no work tree, or another writer holds it
  public static SyncStore ofWorkTree(Path folder, Deadline deadline) {
    GitDirectory git = GitDirectory.ofWorkTree(folder);
    try {
      StoreLock lock = StoreLock.acquire(git.path().toRealPath().resolve("gitsync.lock"), deadline);
      boolean opened = false;
      try {
        Repository repository = durable(LocalRepository.openReadOnly(git));
        opened = true;
        return new SyncStore(repository, git.path(), lock);
      } finally {
        if (!opened) {
          lock.close();
        }
      }
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /// What is written here may be the only copy. The setting stays in memory.
  private static Repository durable(Repository repository) {
    for (String key : List.of("fsyncobjectfiles", "fsyncreffiles")) {
      repository.getConfig().setBoolean(ConfigConstants.CONFIG_CORE_SECTION, null, key, true);
    }
    return repository;
  }

  /// Makes the names of all objects durable; their content is already.
  public void syncObjects(Instant now) throws IOException {
    Path objects =
        repository.getObjectDatabase() instanceof ObjectDirectory files
            ? files.getDirectory().toPath()
            : directory.resolve(Constants.OBJECTS);
    new DurableNames(objects, directory.resolve("gitsync-durable")).sync(now);
  }

  /// Makes the name of a ref durable; its content is already.
  public void syncRef(String name) throws IOException {
    Path top = repository.getDirectory().toPath();
    for (Path parent = top.resolve(name).getParent();
        parent != null && parent.startsWith(top);
        parent = parent.getParent()) {
      if (Files.isDirectory(parent)) {
        Durable.sync(parent);
      }
    }
  }

  public static boolean isWorkTree(Path folder) {
    return Files.exists(folder.resolve(Constants.DOT_GIT), LinkOption.NOFOLLOW_LINKS);
  }

  private static GitException.RepositoryUnreachable failed(Path path, IOException e) {
    return GitDirectory.unreachable(
        path, "it could not be used (%s)".formatted(e), "Check its permissions", e);
  }

  /// Care for a repository of our own. What refs reach is never touched.
  public static StoreMaintenance maintenance(Path directory, Clock clock) {
    Path absolute = directory.toAbsolutePath();
    return new StoreMaintenance(
        new StoreDirectory(absolute), new LfsObjects(absolute.resolve("lfs")), clock);
  }

  /// Removes the repository, all of it or nothing: it is not to be used after that.
  public void remove() throws IOException {
    Path removed = removed(directory);
    Durable.move(directory, removed);
    Trash.delete(removed);
  }

  private static Path removed(Path directory) {
    return directory.resolveSibling(directory.getFileName() + ".removed");
  }

  public Path index() {
    return directory.resolve("index");
  }

  @Override
  public void close() {
    repository.close();
    try {
      lock.close();
    } catch (Exception e) {
      throw GitDirectory.unreachable(
          directory, "its lock could not be released", "Check its permissions", e);
    }
  }
}
