package dev.gitexport.export;

import dev.gitexport.export.ExportListener.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;

/// Hashes whole exports and compares them with their manifests. What it finds damaged it writes
/// down beside the export, which itself is never touched: a damaged file is not linked from, and an
/// export with damage is not up to date.
public final class ExportVerifier {

  private final Environment environment;

  public ExportVerifier(Clock clock, ExportListener listener) {
    this.environment = Environment.of(clock, listener);
  }

  /// Verifies one export.
  ///
  /// @return what differs, sorted by path; empty for a sound export
  public List<Damage> verify(Target target, ExportId id) {
    ExportCatalog catalog = ExportCatalog.read(target);
    Export export = catalog.find(id.text());
    ExportStore store = new ExportStore(target, environment.durability());
    List<Damage> damages =
        environment.timed(Step.VERIFY, "verify " + id, () -> damages(store, export));
    Set<String> paths = new HashSet<>(damages.stream().map(Damage::path).toList());
    if (!paths.equals(export.damaged())) {
      record(target, store, catalog.link(), id, paths);
    }
    return damages;
  }

  private void record(
      Target target, ExportStore store, String link, ExportId id, Set<String> damaged) {
    try (TargetLock _ = TargetLock.acquire(store.lockFile())) {
      ExportRecords records = new ExportRecords(store);
      for (Export export : records.read(link)) {
        if (export.id().equals(id)) {
          records.write(export.damaged(damaged));
        }
      }
    } catch (IOException e) {
      throw VolumeError.of("write down the damage in " + target.path(), e);
    }
  }

  private List<Damage> damages(ExportStore store, Export export) throws IOException {
    ExportIndex index;
    try {
      index = ExportIndex.read(store.index(export.id()));
    } catch (IOException e) {
      return List.of(new Damage("", "the index is not readable: " + VolumeError.reason(e)));
    }
    List<Entry> entries = new ArrayList<>(index.count());
    Set<String> known = new HashSet<>();
    for (ExportIndex.Cursor at = index.cursor(); at.next(); ) {
      entries.add(new Entry(at.path(), at.mode(), at.id(), at.stamp()));
      known.add(at.path());
    }
    Collection<Damage> found = new ConcurrentLinkedQueue<>();
    Path root = store.export(export.id());
    Workers.each(entries, () -> new Check(root, export.settings().permissions(), found));
    strangers(root, known, found);
    return found.stream().sorted(Comparator.comparing(Damage::path)).toList();
  }

  private record Entry(String path, int mode, ObjectId id, Stamp stamp) {}

  private static void strangers(Path root, Set<String> known, Collection<Damage> found)
      throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .map(path -> root.relativize(path).toString())
          .filter(path -> !known.contains(path))
          .forEach(path -> found.add(new Damage(path, "not in the index")));
    }
  }

  /// Checks one entry after the other.
  private final class Check implements Workers.Worker<Entry> {
    private final Path root;
    private final Permissions permissions;
    private final Collection<Damage> found;
    private final FileHash hash = new FileHash();

    Check(Path root, Permissions permissions, Collection<Damage> found) {
      this.root = root;
      this.permissions = permissions;
      this.found = found;
    }

    @Override
    public void work(Entry entry) {
      try {
        String what = damage(entry, root.resolve(entry.path()));
        if (!what.isEmpty()) {
          found.add(new Damage(entry.path(), what));
        }
      } catch (NoSuchFileException _) {
        found.add(new Damage(entry.path(), "missing"));
      } catch (IOException e) {
        found.add(new Damage(entry.path(), "not readable: " + VolumeError.reason(e)));
      }
    }

    private String damage(Entry entry, Path path) throws IOException {
      PosixFileAttributes actual =
          Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (entry.mode() == ExportIndex.SUBMODULE) {
        return actual.isDirectory() ? "" : "not a directory";
      }
      if (entry.mode() == ExportIndex.SYMLINK) {
        return actual.isSymbolicLink() && Symlinks.holds(path, entry.id())
            ? ""
            : "not the symlink that it was";
      }
      if (!actual.isRegularFile()) {
        return "not a regular file";
      }
      environment.listener().fileDone(actual.size());
      if (!hash.of(path, actual.size()).equals(entry.id())) {
        return "content differs";
      }
      int mode = permissions.fileMode(entry.mode() == ExportIndex.EXECUTABLE);
      if (!actual.permissions().equals(PosixModes.of(mode))) {
        return "mode differs";
      }
      return Stamp.of(actual).equals(entry.stamp()) ? "" : "time differs";
    }

    @Override
    public void close() {}
  }
}
