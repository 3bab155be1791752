package dev.gitexport.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        store.prepare();
        Repository repository = store.open();
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
  /// @throws GitException.RepositoryUnreachable when there is none, or another writer holds it
  public static SyncStore ofWorkTree(Path folder, Deadline deadline) {
    GitDirectory git = GitDirectory.at(folder);
    try {
      StoreLock lock = StoreLock.acquire(git.path().toRealPath().resolve("gitsync.lock"), deadline);
      boolean opened = false;
      try {
        Repository repository = LocalRepository.openReadOnly(git);
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

  public static boolean isWorkTree(Path folder) {
    return Files.exists(folder.resolve(Constants.DOT_GIT), java.nio.file.LinkOption.NOFOLLOW_LINKS);
  }

  private static GitException.RepositoryUnreachable failed(Path path, IOException e) {
    return GitDirectory.unreachable(
        path, "it could not be used (%s)".formatted(e), "Check its permissions", e);
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
