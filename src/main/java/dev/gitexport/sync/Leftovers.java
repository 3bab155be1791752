package dev.gitexport.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/// Files that an update of the folder makes for a moment, and what a killed one left of them. A
/// former file may hold what somebody wrote to it in its last moment: unless it is in the
/// repository already, it is kept as what loses a conflict is.
record Leftovers(Session session) {

  private static final String PREFIX = ".gitsync-";
  private static final String FRESH = ".tmp";
  private static final String FORMER = ".old";

  /// Of names that nobody else gives to a file.
  private static final Pattern FORM =
      Pattern.compile("\\.gitsync-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.(tmp|old)");

  static boolean isOne(String name) {
    return FORM.matcher(name).matches();
  }

  /// A name beside a file while it is written.
  static String fresh() {
    return PREFIX + UUID.randomUUID() + FRESH;
  }

  /// A second name of a file that is about to be replaced.
  static String former() {
    return PREFIX + UUID.randomUUID() + FORMER;
  }

  /// Only while the repository is held: then no update is under way.
  ///
  /// @param paths in the folder
  void sweep(List<String> paths) throws IOException {
    if (paths.isEmpty()) {
      return;
    }
    try (HeldDirectory folder = session.request().hold(false)) {
      sweep(folder, paths);
    }
  }

  private void sweep(HeldDirectory folder, List<String> paths) throws IOException {
    for (String path : paths) {
      int slash = path.lastIndexOf('/');
      String parent = path.substring(0, Math.max(0, slash));
      try (HeldDirectory held = HeldDirectory.open(folder.path(), parent, false)) {
        Path file = held.path().resolve(path.substring(slash + 1));
        if (path.endsWith(FORMER)) {
          keep(file, path);
        }
        Files.deleteIfExists(file);
      } catch (DirectoryNotEmptyException e) {
        // Somebody's directory: it stays, as what is ignored.
      }
    }
  }

  private void keep(Path file, String path) throws IOException {
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    boolean link = Files.isSymbolicLink(file);
    byte[] content = link ? Files.readSymbolicLink(file).toString().getBytes(UTF_8) : read(file);
    try (ObjectInserter inserter = session.repository().newObjectInserter()) {
      ObjectId id = inserter.idFor(Constants.OBJ_BLOB, content);
      if (!session.repository().getObjectDatabase().has(id)) {
        inserter.insert(Constants.OBJ_BLOB, content);
        inserter.flush();
        var leaves = new TreeMap<String, FlatTree.Leaf>();
        leaves.put(path, new FlatTree.Leaf(link ? FileMode.SYMLINK : FileMode.REGULAR_FILE, id));
        ObjectId tree = new FlatTree(leaves).write(session.repository());
        Optional<ObjectId> head = session.refs().head();
        ObjectId commit =
            session
                .commits()
                .write(tree, head.stream().toList(), "Keep what was written to a replaced file");
        session.refs().keepLost(commit, session.clock().instant());
      }
    }
  }

  private static byte[] read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return in.readAllBytes();
    }
  }
}
