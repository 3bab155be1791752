package dev.gitexport.sync;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The watches of one kind of file system in this process. The kernel allows a user few inotify
/// instances, 128 by default, so all folders share one, which is there while any folder is watched.
/// Thread safe.
final class DirectoryWatches {

  /// Of the default file system.
  static final DirectoryWatches SHARED = new DirectoryWatches();

  private static final int MOST = 10_000;

  private final Map<WatchKey, Set<Listener>> listeners = new HashMap<>();
  private final Set<Listener> open = new HashSet<>();
  private Optional<WatchService> service = Optional.empty();

  /// @param path of what changed; with `OVERFLOW`, a directory of which more happened than was kept
  record Heard(Path path, WatchEvent.Kind<?> kind) {

    private static Heard of(WatchKey key, WatchEvent<?> event) {
      Path directory = (Path) key.watchable();
      return new Heard(
          event.context() instanceof Path name ? directory.resolve(name) : directory, event.kind());
    }

    boolean isOverflow() {
      return kind.equals(OVERFLOW);
    }
  }

  /// Hears of what happens in the directories that it names. To be closed.
  final class Listener implements AutoCloseable {

    private final List<Heard> heard = new ArrayList<>();

    private Listener() {}

    /// Also hears of a directory. The same again changes nothing.
    ///
    /// @throws IOException when the system gives no more watches or instances
    void watch(Path directory) throws IOException {
      register(this, directory);
    }

    /// Who does not ask for long is told that there was too much.
    private void hear(Heard event) {
      if (heard.size() < MOST) {
        heard.add(event);
      } else if (heard.size() == MOST) {
        heard.add(new Heard(event.path(), OVERFLOW));
      }
    }

    /// What was heard since the last call.
    List<Heard> poll() {
      return take(this);
    }

    @Override
    public void close() {
      end(this);
    }
  }

  Listener listen() {
    return new Listener();
  }

  private synchronized void register(Listener listener, Path directory) throws IOException {
    if (service.isEmpty()) {
      service = Optional.of(directory.getFileSystem().newWatchService());
    }
    open.add(listener);
    WatchKey key = directory.register(service.get(), ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY);
    listeners.computeIfAbsent(key, _ -> new HashSet<>()).add(listener);
  }

  /// Whoever asks takes what there is for the others too.
  private synchronized List<Heard> take(Listener listener) {
    if (service.isPresent()) {
      for (WatchKey key = service.get().poll(); key != null; key = service.get().poll()) {
        deliver(key);
      }
    }
    List<Heard> heard = List.copyOf(listener.heard);
    listener.heard.clear();
    return heard;
  }

  private void deliver(WatchKey key) {
    Set<Listener> those = listeners.getOrDefault(key, Set.of());
    for (WatchEvent<?> event : key.pollEvents()) {
      those.forEach(listener -> listener.hear(Heard.of(key, event)));
    }
    if (!key.reset()) {
      listeners.remove(key);
    }
  }

  /// The last one gives the instance back.
  private synchronized void end(Listener listener) {
    open.remove(listener);
    if (open.isEmpty() && service.isPresent()) {
      try {
        service.get().close();
      } catch (IOException _) {
        // It hears no more in any case.
      }
      service = Optional.empty();
      listeners.clear();
    }
    listeners.forEach((key, those) -> {
      if (those.remove(listener) && those.isEmpty()) {
        key.cancel();
      }
    });
    listeners.values().removeIf(Set::isEmpty);
  }
}
