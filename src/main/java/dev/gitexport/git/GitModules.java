package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/// The file `.gitmodules` of one repository at one commit: gitmodules(5). Anybody may have written
/// it; names, paths and URLs alone are read, never `update` nor anything else that could be run.
final class GitModules {

  private static final String FILE = ".gitmodules";
  private static final int LARGEST = 1 << 20;

  private final ObjectReader reader;
  private final ResolvedTree tree;

  /// @param name without `..`, so that it names a directory below the one it is resolved against
  record Entry(String name, String url) {}

  GitModules(ObjectReader reader, ResolvedTree tree) {
    this.reader = reader;
    this.tree = tree;
  }

  /// What it says of a gitlink.
  ///
  /// @param path in the tree
  /// @throws GitException.ContentRefused when it says nothing, or what must not be followed
  Entry at(String path) {
    try {
      ObjectId root = root();
      for (Map.Entry<String, Entry> each : read(root).entrySet()) {
        if (isPlace(root, each.getKey(), path)) {
          return checked(each.getValue());
        }
      }
    } catch (IOException | IndexOutOfBoundsException e) {
      throw new GitException.StoreCorrupt(
          "its .gitmodules cannot be read (%s). Run `git fsck` on the repository, then fetch."
              .formatted(e.getMessage()),
          e);
    } catch (ConfigInvalidException e) {
      throw refused("its .gitmodules is not of git's form", "Mend it");
    }
    throw refused(
        "no entry of .gitmodules has this path",
        "Add one with `git submodule add`, or leave the path out with ignore");
  }

  /// The commit's own tree also where a directory of it is exported.
  private ObjectId root() throws IOException {
    if (tree.revision() instanceof Revision.OfCommit commit && !tree.wholeCommit()) {
      try (var walk = new RevWalk(reader)) {
        return walk.parseCommit(commit.id()).getTree().copy();
      }
    }
    return tree.tree();
  }

  private Map<String, Entry> read(ObjectId root) throws IOException, ConfigInvalidException {
    var entries = new HashMap<String, Entry>();
    Optional<ObjectId> blob = blob(root);
    if (blob.isEmpty()) {
      return entries;
    }
    if (reader.getObjectSize(blob.get(), Constants.OBJ_BLOB) > LARGEST) {
      throw refused(".gitmodules has more than %d bytes".formatted(LARGEST), "Make it smaller");
    }
    byte[] text = reader.open(blob.get(), Constants.OBJ_BLOB).getCachedBytes(LARGEST);
    var config = new Config();
    config.fromText(new String(text, UTF_8));
    for (String name : config.getSubsections("submodule")) {
      String path = config.getString("submodule", name, "path");
      String url = config.getString("submodule", name, "url");
      if (path != null && url != null) {
        entries.put(path.replaceFirst("/+$", ""), new Entry(name, url));
      }
    }
    return entries;
  }

  private Optional<ObjectId> blob(ObjectId root) throws IOException {
    try (TreeWalk walk = TreeWalk.forPath(reader, FILE, root)) {
      boolean isFile = walk != null && FileMode.REGULAR_FILE.equals(walk.getRawMode(0));
      return isFile ? Optional.of(walk.getObjectId(0)) : Optional.empty();
    }
  }

  /// Whether a path of the whole repository is that of a gitlink in the tree.
  private boolean isPlace(ObjectId root, String whole, String path) throws IOException {
    if (root.equals(tree.tree())) {
      return whole.equals(path);
    }
    if (!whole.endsWith("/" + path)) {
      return false;
    }
    String above = whole.substring(0, whole.length() - path.length() - 1);
    if (above.isEmpty()) {
      return false;
    }
    try (TreeWalk walk = TreeWalk.forPath(reader, above, root)) {
      return walk != null && walk.getObjectId(0).equals(tree.tree());
    }
  }

  private static Entry checked(Entry entry) {
    boolean isPlain =
        !entry.name().isEmpty()
            && entry.name().chars().noneMatch(c -> Character.isISOControl(c) || c == '\\')
            && Arrays.stream(entry.name().split("/", -1))
                .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    if (!isPlain) {
      throw refused("its name in .gitmodules leads elsewhere", "Give it a name without '..'");
    }
    return entry;
  }

  private static GitException.ContentRefused refused(String why, String next) {
    return new GitException.ContentRefused("%s. %s.".formatted(why, next), null);
  }
}
