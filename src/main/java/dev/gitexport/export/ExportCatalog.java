package dev.gitexport.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What is on the volume, read without a lock and without changing anything.
public final class ExportCatalog {

  private static final int DEEPEST_TARGET = 2;

  private final ExportStore store;
  private final Optional<Owner> owner;
  private final String link;
  private final List<Export> exports;
  private final Optional<ExportId> current;
  private final Optional<ExportId> pinned;

  private ExportCatalog(Target target) throws IOException {
    this.store = new ExportStore(target, Durability.DISK);
    this.owner = new Ownership(target, Durability.DISK, FaultPoints.NONE).read();
    this.link = new HistoryLog(store).lastLink();
    this.exports = new ExportRecords(store).read(link);
    this.current = store.read(link);
    this.pinned = new Pins(store, Durability.DISK).held();
  }

  /// Reads one target; an empty catalog when there is none.
  ///
  /// @throws ExportException.VolumeFailed when it cannot be read
  public static ExportCatalog read(Target target) {
    try {
      return new ExportCatalog(target);
    } catch (IOException e) {
      throw VolumeError.of("read the target " + target.directory(), e);
    }
  }

  /// The targets of a volume, `name` or `namespace/name`, in order.
  public static List<Target> targets(Path volume) {
    List<Target> found = new ArrayList<>();
    try {
      collect(volume, "", 1, found);
    } catch (IOException e) {
      throw VolumeError.of("read the volume " + volume, e);
    }
    found.sort(Comparator.comparing(Target::path));
    return found;
  }

  private static void collect(Path volume, String prefix, int depth, List<Target> found)
      throws IOException {
    for (String name : ExportStore.names(volume.resolve(prefix))) {
      Path path = volume.resolve(prefix).resolve(name);
      if (name.startsWith(".") || !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      Target target = new Target(volume, prefix.isEmpty() ? name : prefix + "/" + name);
      Path state = new ExportStore(target, Durability.DISK).state();
      if (Files.isDirectory(state, LinkOption.NOFOLLOW_LINKS)) {
        found.add(target); // also one whose state may not be read: it is there
      } else if (depth < DEEPEST_TARGET && Files.isReadable(path)) { // lost+found is root's
        collect(volume, target.path(), depth + 1, found);
      }
    }
  }

  /// Whose the target is; empty when it is nobody's.
  public Optional<Owner> owner() {
    return owner;
  }

  /// All complete exports, newest first.
  public List<Export> exports() {
    return exports;
  }

  /// What the link points to.
  public Optional<ExportId> current() {
    return current;
  }

  /// What the link is held to.
  public Optional<ExportId> pinned() {
    return pinned;
  }

  /// What was done to the target until now, oldest first.
  ///
  /// @throws ExportException.VolumeFailed when it cannot be read
  public List<HistoryEntry> history() {
    try {
      return new HistoryLog(store).read();
    } catch (IOException e) {
      throw VolumeError.of("read the history of " + store.target(), e);
    }
  }

  /// The name of the symlink that was published last.
  public String link() {
    return link;
  }

  public Path directory(ExportId id) {
    return store.export(id);
  }

  /// @param text an export id, a commit prefix, or `previous`
  /// @throws ExportException.InvalidRequest when there is none such, naming those there are
  public Export find(String text) {
    return Pins.find(text, exports, current);
  }

  /// The paths that differ between two exports, in order.
  public List<PathChange> diff(ExportId from, ExportId to) {
    try {
      return ExportDiff.between(
          ExportIndex.read(store.index(from)), ExportIndex.read(store.index(to)));
    } catch (IOException e) {
      throw VolumeError.of("compare " + from + " and " + to, e);
    }
  }
}
