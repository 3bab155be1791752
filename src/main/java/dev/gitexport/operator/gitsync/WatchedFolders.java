package dev.gitexport.operator.gitsync;

import dev.gitexport.export.Owner;
import dev.gitexport.sync.WatchTimes;
import dev.gitexport.sync.WatchedFolder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The folders whose changes are heard of. What is lost with them, as by a restart, is found by the
/// next scan. Thread safe.
public final class WatchedFolders implements AutoCloseable {

  private final Map<Owner, Watched> folders = new ConcurrentHashMap<>();
  private final LongAdder former = new LongAdder();

  private record Settings(Path folder, WatchTimes times, boolean watch) {}

  private record Watched(Settings settings, WatchedFolder folder) {}

  /// The folder of a request, watched from now on.
  WatchedFolder of(GitSyncRequest request) {
    var settings = new Settings(request.place().folder(), request.times(), request.watch());
    return folders
        .compute(
            request.owner(),
            (_, before) -> {
              if (before != null && before.settings().equals(settings)) {
                return before;
              }
              close(before);
              return new Watched(
                  settings,
                  new WatchedFolder(settings.folder(), settings.times(), settings.watch()));
            })
        .folder();
  }

  /// The folder of an owner, if it is watched.
  public Optional<WatchedFolder> find(Owner owner) {
    return Optional.ofNullable(folders.get(owner)).map(Watched::folder);
  }

  /// Whether changes of an owner's folder are heard of.
  public boolean isWatching(Owner owner) {
    return find(owner).filter(WatchedFolder::isWatching).isPresent();
  }

  /// Why changes of an owner's folder are not heard of though they should be; empty when all is
  /// well.
  public String trouble(Owner owner) {
    return find(owner).map(WatchedFolder::trouble).orElse("");
  }

  /// How often more changed in a folder at once than the system tells of.
  public long overflows() {
    return former.sum()
        + folders.values().stream().mapToLong(watched -> watched.folder().overflows()).sum();
  }

  /// Watches a folder no longer.
  public void end(Owner owner) {
    close(folders.remove(owner));
  }

  /// Whose folders have changes that have been quiet.
  public Set<Owner> quiet() {
    return folders.entrySet().stream()
        .filter(entry -> entry.getValue().folder().isQuiet())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /// Watches the folders of these owners alone.
  public void retain(Set<Owner> owners) {
    folders.keySet().stream().filter(owner -> !owners.contains(owner)).forEach(this::end);
  }

  private void close(@Nullable Watched watched) {
    if (watched != null) {
      former.add(watched.folder().overflows());
      watched.folder().close();
    }
  }

  @Override
  public void close() {
    retain(Set.of());
  }
}
