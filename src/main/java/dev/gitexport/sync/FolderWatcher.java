package dev.gitexport.sync;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;

/// Hears of changes in a folder sooner than a scan. It may hear of none: other machines' writes to
/// a network volume are silent, and the system limits how many directories are watched. So it only
/// hastens what periodic scans find. Not thread safe.
final class FolderWatcher implements AutoCloseable {

  private final Path folder;
  private Optional<DirectoryWatches.Listener> listener = Optional.empty();
  private String trouble = "";
  private long overflows;

  /// Watches as far as the system lets it.
  FolderWatcher(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
    restart();
  }

  /// Whether every directory is watched.
  boolean isWatching() {
    return listener.isPresent();
  }

  /// How often more changed at once than the system tells of. Each time the folder was looked
  /// through for new directories.
  long overflows() {
    return overflows;
  }

  /// Why it does not watch; empty while it does.
  String trouble() {
    return trouble;
  }

  /// Tries again to get a watch that was not to be had. Walks the folder.
  void retry() {
    if (listener.isEmpty()) {
      restart();
    }
  }

  /// Whether something changed since the last call, as far as was heard. Does not wait.
  boolean poll() {
    if (listener.isEmpty()) {
      return false;
    }
    try {
      List<DirectoryWatches.Heard> heard = listener.get().poll();
      if (heard.stream().anyMatch(DirectoryWatches.Heard::isOverflow)) {
        // What was dropped may have told of a new directory: all are looked at again.
        overflows++;
        register(folder);
        return true;
      }
      boolean changed = false;
      for (DirectoryWatches.Heard each : heard) {
        changed |= take(each);
      }
      return changed;
    } catch (IOException | UncheckedIOException e) {
      giveUp(e);
      return true;
    }
  }

  private boolean take(DirectoryWatches.Heard heard) throws IOException {
    String name = String.valueOf(heard.path().getFileName());
    if (name.equalsIgnoreCase(Constants.DOT_GIT) || Leftovers.isOne(name)) {
      return false;
    }
    if (heard.kind().equals(ENTRY_CREATE)
        && Files.isDirectory(heard.path(), LinkOption.NOFOLLOW_LINKS)) {
      register(heard.path());
    }
    return true;
  }

  private void restart() {
    close();
    try {
      listener = Optional.of(DirectoryWatches.SHARED.listen());
      register(folder);
      trouble = "";
    } catch (IOException | UncheckedIOException | UnsupportedOperationException e) {
      giveUp(e);
    }
  }

  /// No folder yet, or no more watches or instances to be had: scans do it alone.
  private void giveUp(Exception e) {
    trouble = e instanceof NoSuchFileException ? "there is no such folder" : reason(e);
    close();
  }

  /// With the setting that it is about.
  private static String reason(Exception e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("inotify watches")) {
      return message + " (fs.inotify.max_user_watches: one for each directory)";
    }
    return message.contains("inotify instances")
        ? message + " (fs.inotify.max_user_instances: one for this program)"
        : message;
  }

  private void register(Path top) throws IOException {
    DirectoryWatches.Listener watches = listener.orElseThrow();
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            if (String.valueOf(directory.getFileName()).equalsIgnoreCase(Constants.DOT_GIT)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            watches.watch(directory);
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
    listener.ifPresent(DirectoryWatches.Listener::close);
    listener = Optional.empty();
  }
}
