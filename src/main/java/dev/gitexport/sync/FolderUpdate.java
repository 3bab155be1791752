package dev.gitexport.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/// Brings a folder from what its index says to another tree, each file by one rename. A file that
/// is not what the index says is a change that was not committed, and is never touched.
final class FolderUpdate {

  private static final String PREFIX = ".gitsync-";
  private static final String SUFFIX = ".tmp";

  private final Path folder;
  private final Repository repository;
  private final FolderContent content;
  private final Map<String, DirCacheEntry> known = new TreeMap<>();

  FolderUpdate(Path folder, Repository repository, DirCache index) {
    this.folder = folder;
    this.repository = repository;
    this.content = new FolderContent(folder);
    for (int i = 0; i < index.getEntryCount(); i++) {
      known.put(index.getEntry(i).getPathString(), index.getEntry(i));
    }
  }

  /// What a file is called while it is written.
  static boolean isTemporary(String name) {
    return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
  }

  /// Paths that the tree would change and that hold what is not committed.
  List<String> inTheWay(FlatTree tree) throws IOException {
    List<String> dirty = new ArrayList<>();
    for (String path : changed(tree)) {
      DirCacheEntry entry = known.get(path);
      FlatTree.Leaf target = tree.leaves().get(path);
      if (!content.isUnchanged(path, entry)
          && !(target != null && content.is(path, target))
          && !(entry == null && isOfKnownFiles(path))) {
        dirty.add(path);
      }
    }
    return dirty;
  }

  /// Whether a path is a directory that is gone once what is known of it is deleted.
  private boolean isOfKnownFiles(String path) throws IOException {
    if (content.stamp(path).filter(stamp -> stamp.mode().equals(FileMode.TREE)).isEmpty()) {
      return false;
    }
    try (Stream<Path> files = Files.walk(folder.resolve(path))) {
      return files
          .filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
          .allMatch(file -> known.containsKey(folder.relativize(file).toString()));
    }
  }

  private List<String> changed(FlatTree tree) {
    var paths = new java.util.TreeSet<>(known.keySet());
    paths.addAll(tree.leaves().keySet());
    return paths.stream()
        .filter(path -> !isSame(known.get(path), tree.leaves().get(path)))
        .toList();
  }

  private static boolean isSame(
      @org.jspecify.annotations.Nullable DirCacheEntry entry,
      FlatTree.@org.jspecify.annotations.Nullable Leaf leaf) {
    return entry != null
        && leaf != null
        && entry.getObjectId().equals(leaf.id())
        && leaf.mode().equals(entry.getRawMode());
  }

  /// @return the index of the folder afterwards
  List<DirCacheEntry> run(FlatTree tree) throws IOException {
    List<String> changed = changed(tree);
    for (String path : changed.reversed()) {
      if (!tree.leaves().containsKey(path)) {
        delete(path);
      }
    }
    Map<String, DirCacheEntry> entries = new TreeMap<>(known);
    entries.keySet().retainAll(tree.leaves().keySet());
    try (ObjectReader reader = repository.newObjectReader()) {
      for (String path : changed) {
        FlatTree.Leaf target = tree.leaves().get(path);
        if (target != null) {
          var entry = new DirCacheEntry(path);
          entry.setFileMode(target.mode());
          entry.setObjectId(target.id());
          write(reader, path, target);
          entries.put(path, entry);
        }
      }
    }
    return List.copyOf(entries.values());
  }

  private void delete(String path) throws IOException {
    Path file = folder.resolve(path);
    if (!content.isUnchanged(path, known.get(path)) || !content.hasRealParents(path)) {
      return;
    }
    try {
      Files.deleteIfExists(file);
      for (Path parent = file.getParent();
          parent != null && !parent.equals(folder);
          parent = parent.getParent()) {
        Files.delete(parent);
      }
    } catch (DirectoryNotEmptyException | NoSuchFileException | NotDirectoryException e) {
      // What is not ours to delete stays.
    }
  }

  private void write(ObjectReader reader, String path, FlatTree.Leaf target) throws IOException {
    Path file = folder.resolve(path);
    if (content.is(path, target)) {
      return;
    }
    makeParents(path);
    if (target.mode().equals(FileMode.GITLINK)) {
      Files.createDirectories(file);
      return;
    }
    Path fresh = file.resolveSibling(PREFIX + UUID.randomUUID() + SUFFIX);
    try {
      fill(reader, fresh, target);
      put(fresh, file, path);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private void makeParents(String path) throws IOException {
    if (!content.hasRealParents(path)) {
      throw new SyncException.GuardTripped(
          "Could not write '%s' in %s: something else has the name of its directory. Move it away."
              .formatted(path, folder));
    }
    Path parent = folder.resolve(path).getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
  }

  private static void fill(ObjectReader reader, Path fresh, FlatTree.Leaf target)
      throws IOException {
    var loader = reader.open(target.id());
    if (target.mode().equals(FileMode.SYMLINK)) {
      Files.createSymbolicLink(fresh, Path.of(new String(loader.getBytes(), UTF_8)));
      return;
    }
    try (OutputStream out = Files.newOutputStream(fresh, StandardOpenOption.CREATE_NEW)) {
      loader.copyTo(out);
    }
    if (target.mode().equals(FileMode.EXECUTABLE_FILE)) {
      var permissions = Files.getPosixFilePermissions(fresh, LinkOption.NOFOLLOW_LINKS);
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
      permissions.add(PosixFilePermission.GROUP_EXECUTE);
      permissions.add(PosixFilePermission.OTHERS_EXECUTE);
      Files.setPosixFilePermissions(fresh, permissions);
    }
  }

  /// A second name keeps the former file until it is clear that nobody wrote to it meanwhile.
  private void put(Path fresh, Path file, String path) throws IOException {
    Optional<FileStamp> before = content.stamp(path);
    if (!content.isUnchanged(path, known.get(path))) {
      return;
    }
    if (before.isEmpty()) {
      try {
        Files.createLink(file, fresh);
      } catch (FileAlreadyExistsException e) {
        // Somebody was faster: his file is the next commit.
      }
      return;
    }
    Path former = file.resolveSibling(PREFIX + UUID.randomUUID() + ".old");
    Files.createLink(former, file);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    if (FileStamp.of(former).equals(before.get())) {
      Files.delete(former);
    } else {
      Files.move(former, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
