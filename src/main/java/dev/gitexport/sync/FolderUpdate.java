package dev.gitexport.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gitexport.sync.FaultPoints.FaultPoint;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/// Brings a folder from what its index says to another tree, each file by one rename. A file that
/// is not what the index says is a change that was not committed, and is never touched.
final class FolderUpdate {

  private final String name;
  private final Path folder;
  private final Repository repository;
  private final FolderContent content;
  private final FaultPoints faults;
  private final Map<String, DirCacheEntry> known = new TreeMap<>();
  private final Set<String> touched = new TreeSet<>();

  /// @param name of the folder, for messages
  /// @param held the folder itself, whatever its name leads to meanwhile
  FolderUpdate(
      Path name, HeldDirectory held, Repository repository, DirCache index, FaultPoints faults) {
    this.name = name.toString();
    this.folder = held.path();
    this.repository = repository;
    this.faults = faults;
    this.content = new FolderContent(folder);
    for (int i = 0; i < index.getEntryCount(); i++) {
      known.put(index.getEntry(i).getPathString(), index.getEntry(i));
    }
  }

  /// Paths that the tree would change and that hold what is not committed.
  List<String> inTheWay(FlatTree tree) throws IOException {
    List<String> dirty = new ArrayList<>();
    for (String path : changed(tree)) {
      DirCacheEntry entry = known.get(path);
      FlatTree.Leaf target = tree.leaves().get(path);
      if (leftOut(path).isEmpty()
          && !content.isUnchanged(path, entry)
          && !isAlready(path, target)
          && !(entry == null && isOfKnownFiles(path))) {
        dirty.add(path);
      }
    }
    return dirty;
  }

  /// A file that a sparse work tree leaves out on purpose.
  private Optional<DirCacheEntry> leftOut(String path) throws IOException {
    Optional<DirCacheEntry> sparse =
        Optional.ofNullable(known.get(path)).filter(DirCacheEntry::isSkipWorkTree);
    return sparse.isPresent() && content.stamp(path).isEmpty() ? sparse : Optional.empty();
  }

  private boolean isAlready(String path, FlatTree.@Nullable Leaf target) throws IOException {
    return target == null ? content.stamp(path).isEmpty() : content.is(path, target);
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
    var paths = new TreeSet<>(known.keySet());
    paths.addAll(tree.leaves().keySet());
    return paths.stream()
        .filter(path -> !isSame(known.get(path), tree.leaves().get(path)))
        .toList();
  }

  private static boolean isSame(@Nullable DirCacheEntry entry, FlatTree.@Nullable Leaf leaf) {
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
          Optional<DirCacheEntry> leftOut = leftOut(path);
          DirCacheEntry entry = leftOut.orElseGet(() -> new DirCacheEntry(path));
          entry.setFileMode(target.mode());
          entry.setObjectId(target.id());
          if (leftOut.isEmpty()) {
            write(reader, path, target);
          }
          entries.put(path, entry);
        }
      }
    }
    syncNames();
    return List.copyOf(entries.values());
  }

  /// A file that is lost with the power would look like a deletion.
  private void syncNames() throws IOException {
    for (String directory : touched) {
      try (HeldDirectory held = HeldDirectory.open(folder, directory, false)) {
        held.sync();
      } catch (NoSuchFileException | NotDirectoryException e) {
        // Deleted with all that was in it.
      }
    }
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private void delete(String path) throws IOException {
    touched.add(parent(path));
    try {
      try (HeldDirectory held = HeldDirectory.open(folder, parent(path), false)) {
        delete(held.path(), name(path), known.get(path));
      }
      for (String above = parent(path); !above.isEmpty(); above = parent(above)) {
        deleteEmpty(above);
      }
    } catch (DirectoryNotEmptyException | NoSuchFileException | NotDirectoryException e) {
      // What is not ours to delete stays.
    }
  }

  /// Under another name it is looked at once more: what somebody wrote in the last moment stays.
  private void delete(Path directory, String name, @Nullable DirCacheEntry entry)
      throws IOException {
    var here = new FolderContent(directory);
    if (here.stamp(name).isEmpty() || !here.isUnchanged(name, entry)) {
      return;
    }
    Path file = directory.resolve(name);
    if (entry != null && entry.getFileMode().equals(FileMode.GITLINK)) {
      Files.delete(file);
      return;
    }
    String former = Leftovers.former();
    Files.move(file, directory.resolve(former), StandardCopyOption.ATOMIC_MOVE);
    faults.reached(FaultPoint.FILE_DELETED);
    if (!here.isUnchanged(former, entry)) {
      Files.createLink(file, directory.resolve(former));
    }
    Files.delete(directory.resolve(former));
  }

  private void deleteEmpty(String directory) throws IOException {
    touched.add(parent(directory));
    try (HeldDirectory held = HeldDirectory.open(folder, parent(directory), false)) {
      Path place = held.path().resolve(name(directory));
      if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
        throw new NotDirectoryException(directory);
      }
      Files.delete(place);
    }
  }

  private void write(ObjectReader reader, String path, FlatTree.Leaf target) throws IOException {
    touched.add(parent(path));
    try (HeldDirectory held = HeldDirectory.open(folder, parent(path), true)) {
      var here = new FolderContent(held.path());
      if (here.is(name(path), target)) {
        return;
      }
      if (target.mode().equals(FileMode.GITLINK)) {
        Files.createDirectories(held.path().resolve(name(path)));
        return;
      }
      Path fresh = held.path().resolve(Leftovers.fresh());
      try {
        fill(reader, fresh, target);
        faults.reached(FaultPoint.FILE_WRITTEN);
        put(held, fresh, path, target);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (NotDirectoryException e) {
      throw new SyncException.GuardTripped(
          "Could not write '%s' in %s: something else has the name of its directory. Move it away."
              .formatted(path, name));
    }
  }

  private static void fill(ObjectReader reader, Path fresh, FlatTree.Leaf target)
      throws IOException {
    var loader = reader.open(target.id());
    if (target.mode().equals(FileMode.SYMLINK)) {
      Files.createSymbolicLink(fresh, Path.of(new String(loader.getBytes(), UTF_8)));
      return;
    }
    try (FileChannel channel =
            FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out = Channels.newOutputStream(channel)) {
      loader.copyTo(out);
      if (target.mode().equals(FileMode.EXECUTABLE_FILE)) {
        makeExecutable(fresh);
      }
      // Renamed without, a power cut leaves an empty file, and the next run would commit it.
      channel.force(true);
    }
  }

  private static void makeExecutable(Path file) throws IOException {
    var permissions = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
    permissions.add(PosixFilePermission.OWNER_EXECUTE);
    permissions.add(PosixFilePermission.GROUP_EXECUTE);
    permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    Files.setPosixFilePermissions(file, permissions);
  }

  private void put(HeldDirectory held, Path fresh, String path, FlatTree.Leaf target)
      throws IOException {
    var here = new FolderContent(held.path());
    String name = name(path);
    DirCacheEntry entry = known.get(path);
    boolean isThere = here.stamp(name).isPresent();
    if (!here.isUnchanged(name, entry)) {
      return;
    }
    if (isThere) {
      new Replacement(held, name, entry, target, faults).put(fresh);
      return;
    }
    try {
      Files.createLink(held.path().resolve(name), fresh);
    } catch (FileAlreadyExistsException e) {
      // Somebody was faster: his file is the next commit.
    }
  }
}
