package dev.gitexport.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.util.FS;

/// The promises that hold on a volume at any moment, one check each, made from outside the engine:
/// the manifest is read by JGit, the tree by git's object ids. Exports are expected in the default
/// modes.
final class Invariants {

  private final Site site;
  private final ExportStore store;
  private final Map<Path, String> published = new HashMap<>();
  private final Map<Path, Map<String, String>> outside = new HashMap<>();

  Invariants(Site site) {
    this.site = site;
    this.store = site.store();
  }

  /// I1: `current`, once set, resolves to a complete tree equal to its index, which is the tree of
  /// a commit. A missing link is none of its business.
  void currentIsComplete() throws IOException {
    Path link = store.link(site.publication().link());
    if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path named = Files.readSymbolicLink(link);
    assertThat(named.toString()).as("I1: %s", link).matches("exports/[^/]+");
    isComplete(new ExportId(named.getFileName().toString()));
  }

  /// I1 for one export, current or not.
  void isComplete(ExportId id) throws IOException {
    assertThat(actual(store.export(id))).as("I1: tree and index of %s", id).isEqualTo(manifest(id));
    String tree =
        new ExportRecords(store)
            .read(site.publication().link()).stream()
                .filter(export -> export.id().equals(id))
                .findFirst()
                .map(Export::tree)
                .orElse("");
    if (!tree.isEmpty()) {
      assertThat(blobs(manifest(id))).as("I1: %s and git", id).isEqualTo(committed(tree));
    }
  }

  /// I2: a success that was reported is what `current` reads as.
  void survived(ExportId reported) throws IOException {
    assertThat(store.read(site.publication().link())).as("I2: current").contains(reported);
    isComplete(reported);
  }

  /// I3: what was listed is there, whole.
  void isThere(Collection<ExportId> listed) throws IOException {
    for (ExportId id : listed) {
      assertThat(store.export(id)).as("I3: listed export").isDirectory();
      isComplete(id);
    }
  }

  /// Begins to watch a directory for [#nothingOutsideChanged].
  void watch(Path directory) throws IOException {
    outside.put(directory, VolumeSnapshot.of(directory));
  }

  /// I4: nothing outside the target was made, changed or deleted.
  void nothingOutsideChanged() throws IOException {
    for (Map.Entry<Path, Map<String, String>> watched : outside.entrySet()) {
      assertThat(VolumeSnapshot.of(watched.getKey()))
          .as("I4: %s", watched.getKey())
          .isEqualTo(watched.getValue());
    }
  }

  /// I5: no file under a published name was ever another inode, or has other bytes or times, than
  /// when this was called before.
  void publishedFilesNeverChange() throws IOException {
    for (ExportId id : store.complete()) {
      for (Map.Entry<String, String> file : VolumeSnapshot.of(store.export(id)).entrySet()) {
        Path path = store.export(id).resolve(file.getKey());
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          String former = published.putIfAbsent(path, file.getValue());
          if (former != null) {
            assertThat(file.getValue()).as("I5: %s", path).isEqualTo(former);
          }
        }
      }
    }
  }

  /// Begins anew with I5, after a deletion.
  void forgetPublished() {
    published.clear();
  }

  /// I6: nothing is left of dead runs.
  void nothingDeadIsLeft() throws IOException {
    assertThat(ExportStore.names(store.staging())).as("I6: staging").isEmpty();
    assertThat(ExportStore.names(store.trash())).as("I6: trash").isEmpty();
    assertThat(ExportStore.names(store.target()))
        .as("I6: links in the making")
        .noneMatch(name -> name.startsWith(Recovery.LINK_PREFIX + "."));
    assertThat(ExportStore.names(store.state()))
        .as("I6: files in the making")
        .noneMatch(name -> name.startsWith(".") || name.startsWith("probe"));
    List<String> exports = ExportStore.names(store.exports());
    assertThat(ExportStore.names(store.indexes()))
        .as("I6: indexes and exports")
        .containsExactlyInAnyOrderElementsOf(exports);
    assertThat(ExportStore.names(store.records()))
        .as("I6: records")
        .isSubsetOf(exports.stream().map(name -> name + ".json").toList());
  }

  /// I7: a tree that was resolved before is still there for its reader.
  void isReadable(Path resolved) throws IOException {
    assertThat(resolved).as("I7: resolved tree").isDirectory();
    isComplete(new ExportId(resolved.getFileName().toString()));
  }

  /// I9: a refused or failed run changed nothing that a reader or the next run can see.
  void unchangedSince(Map<String, String> snapshot) throws IOException {
    Map<String, String> now = VolumeSnapshot.of(store.target());
    Map<String, String> then = new TreeMap<>(snapshot);
    now.remove(ExportStore.STATE); // its time is the probe's
    then.remove(ExportStore.STATE);
    assertThat(now).as("I9").isEqualTo(then);
  }

  /// What hides I8: two writers at once keep the promises to readers.
  void allButTidiness() throws IOException {
    currentIsComplete();
    publishedFilesNeverChange();
    nothingOutsideChanged();
  }

  /// The records and the log tell one story with the link.
  void storyIsSane(Instant began) throws IOException {
    ExportCatalog catalog = ExportCatalog.read(site.target());
    Instant now = Instant.now().plusSeconds(1);
    for (Export export : catalog.exports()) {
      boolean current = catalog.current().equals(Optional.of(export.id()));
      assertThat(export.phase() instanceof ExportPhase.Published)
          .as("%s: published, and none but the current one: %s", export.id(), export.phase())
          .isEqualTo(current);
      if (export.phase() instanceof ExportPhase.Superseded(var at, var until)) {
        assertThat(at).isBetween(began.minusSeconds(2), until);
        assertThat(until).isBeforeOrEqualTo(now);
      }
      assertThat(export.commit()).as("record of %s", export.id()).isNotEmpty();
    }
    assertThat(
            catalog.history().stream().filter(entry -> !entry.link().isEmpty()).toList().getLast())
        .as("the last move in history.log")
        .returns(catalog.current().map(ExportId::text).orElse(""), HistoryEntry::export)
        .returns(site.publication().link(), HistoryEntry::link);
  }

  private Map<String, String> manifest(ExportId id) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    DirCache index = readIndex(id);
    for (int i = 0; i < index.getEntryCount(); i++) {
      DirCacheEntry entry = index.getEntry(i);
      entries.put(
          entry.getPathString(),
          line(
              entry.getFileMode(),
              entry.getObjectId(),
              Integer.toUnsignedLong(entry.getLength()),
              entry.getLastModifiedInstant()));
    }
    return entries;
  }

  private DirCache readIndex(ExportId id) {
    try {
      return DirCache.read(store.index(id).toFile(), FS.DETECTED);
    } catch (IOException e) {
      throw new AssertionError("I1: the index of " + id + " cannot be read", e);
    }
  }

  private static String line(FileMode mode, ObjectId id, long size, Instant time) {
    return mode.equals(FileMode.SYMLINK)
        ? mode + " " + id.name()
        : mode + " " + id.name() + " " + size + " " + time;
  }

  private static Map<String, String> actual(Path root) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        PosixFileAttributes found =
            Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        String mode = PosixFilePermissions.toString(found.permissions());
        if (found.isDirectory()) {
          assertThat(mode).as("mode of %s", path).isEqualTo("rwxr-xr-x");
        } else {
          entries.put(root.relativize(path).toString(), line(path, found, mode));
        }
      }
    }
    return entries;
  }

  private static String line(Path path, PosixFileAttributes found, String mode) throws IOException {
    if (found.isSymbolicLink()) {
      byte[] target = Files.readSymbolicLink(path).toString().getBytes(StandardCharsets.UTF_8);
      return line(FileMode.SYMLINK, hash(target), 0, Instant.EPOCH);
    }
    assertThat(mode).as("mode of %s", path).isIn("r--r--r--", "r-xr-xr-x");
    return line(
        mode.equals("r--r--r--") ? FileMode.REGULAR_FILE : FileMode.EXECUTABLE_FILE,
        hash(Files.readAllBytes(path)),
        found.size(),
        found.lastModifiedTime().toInstant());
  }

  private static ObjectId hash(byte[] content) {
    return new ObjectInserter.Formatter().idFor(Constants.OBJ_BLOB, content);
  }

  /// Mode and id of each entry.
  private static Map<String, String> blobs(Map<String, String> entries) {
    Map<String, String> blobs = new TreeMap<>();
    entries.forEach((path, line) -> blobs.put(path, line.replaceFirst("^(\\S+ \\S+).*", "$1")));
    return blobs;
  }

  private Map<String, String> committed(String tree) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    try (Repository repository =
            new FileRepositoryBuilder().setWorkTree(site.repository().toFile()).setup().build();
        TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(ObjectId.fromString(tree));
      walk.setRecursive(true);
      while (walk.next()) {
        entries.put(walk.getPathString(), walk.getFileMode() + " " + walk.getObjectId(0).name());
      }
    }
    return entries;
  }
}
