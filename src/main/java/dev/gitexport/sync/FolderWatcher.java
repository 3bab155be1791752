package dev.gitexport.sync;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;

/// Hears of changes in a folder sooner than a scan. It may hear of none: other machines' writes to
/// a network volume are silent, and the system limits how many directories are watched. So it only
/// hastens what periodic scans find. Not thread safe.
final class FolderWatcher implements AutoCloseable {

  private final Path folder;
  private Optional<WatchService> service = Optional.empty();
  private String trouble = "";

  /// Watches as far as the system lets it.
  FolderWatcher(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
    restart();
  }

  /// Whether every directory is watched.
  boolean isWatching() {
    return service.isPresent();
  }

  /// Why it does not watch; empty while it does.
  String trouble() {
    return trouble;
  }

  /// Tries again to get a watch that was not to be had. Walks the folder.
  void retry() {
    if (service.isEmpty()) {
      restart();
    }
  }

  /// Whether something changed since the last call, as far as was heard. Does not wait.
  boolean poll() {
    if (service.isEmpty()) {
      return false;
    }
    boolean changed = false;
    try {
      for (WatchKey key = service.get().poll(); key != null; key = service.get().poll()) {
        changed |= take(key);
        key.reset();
        if (service.isEmpty()) {
          return true;
        }
      }
    } catch (IOException | UncheckedIOException e) {
      giveUp(e);
      return true;
    }
    return changed;
  }

  /// An event that was dropped may have told of a new directory: all are looked at again.
  private boolean take(WatchKey key) throws IOException {
    boolean changed = false;
    for (WatchEvent<?> event : key.pollEvents()) {
      if (event.kind().equals(OVERFLOW)) {
        restart();
        return true;
      }
      if (key.watchable() instanceof Path directory && event.context() instanceof Path name) {
        String text = name.toString();
        if (!text.equalsIgnoreCase(Constants.DOT_GIT) && !Leftovers.isOne(text)) {
          changed = true;
          Path child = directory.resolve(name);
          if (event.kind().equals(ENTRY_CREATE)
              && Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
            register(child);
          }
        }
      }
    }
    return changed;
  }

  private void restart() {
    close();
    try {
      service = Optional.of(folder.getFileSystem().newWatchService());
      register(folder);
      trouble = "";
    } catch (IOException | UncheckedIOException | UnsupportedOperationException e) {
      giveUp(e);
    }
  }

  /// No folder yet, or no more watches or instances to be had: scans do it alone.
  private void giveUp(Exception e) {
    trouble =
        e instanceof NoSuchFileException
            ? "there is no such folder"
            : String.valueOf(e.getMessage());
    close();
  }

  private void register(Path top) throws IOException {
    WatchService watches = service.orElseThrow();
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            if (String.valueOf(directory.getFileName()).equalsIgnoreCase(Constants.DOT_GIT)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            directory.register(watches, ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (file.equals(folder)) {
              throw e;
            }
            return FileVisitResult.CONTINUE; // gone meanwhile, or not to be read
          }
        });
  }

  @Override
  public void close() {
    if (service.isPresent()) {
      try {
        service.get().close();
      } catch (IOException e) {
        // It hears no more in any case.
      }
      service = Optional.empty();
    }
  }
}
