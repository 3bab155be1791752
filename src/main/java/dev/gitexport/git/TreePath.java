package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/// The directory of `rev:path`, looked up name by name in the raw trees.
final class TreePath {

  private static final String NEXT = "Name a directory of the tree, without a leading slash or '.'";

  private final VerifiedObjects objects;
  private final Lookup lookup;

  TreePath(VerifiedObjects objects, Lookup lookup) {
    this.objects = objects;
    this.lookup = lookup;
  }

  /// @param path below the root; empty is the root, and one slash may end it
  ObjectId find(ObjectId root, String path) throws IOException {
    String trimmed =
        path.endsWith("/") && path.length() > 1 ? path.substring(0, path.length() - 1) : path;
    if (trimmed.isEmpty()) {
      return root;
    }
    ObjectId tree = root;
    var walked = new StringBuilder();
    for (String name : trimmed.split("/", -1)) {
      walked.append(walked.isEmpty() ? "" : "/").append(name);
      tree = child(tree, name, walked.toString());
    }
    return tree;
  }

  private ObjectId child(ObjectId tree, String name, String path) throws IOException {
    Entry entry =
        entry(objects.tree(tree), name)
            .orElseThrow(() -> lookup.notFound("it has no '%s'".formatted(path), NEXT));
    if (FileMode.TREE.equals(entry.mode())) {
      return entry.id();
    }
    String kind =
        FileMode.GITLINK.equals(entry.mode())
            ? "a submodule"
            : FileMode.SYMLINK.equals(entry.mode()) ? "a symlink" : "a file";
    throw lookup.notFound("'%s' is %s, not a directory".formatted(path, kind), NEXT);
  }

  private static Optional<Entry> entry(byte[] tree, String name) {
    byte[] wanted = name.getBytes(UTF_8);
    var parser = new CanonicalTreeParser();
    for (parser.reset(tree); !parser.eof(); parser.next(1)) {
      byte[] found = new byte[parser.getNameLength()];
      parser.getName(found, 0);
      if (Arrays.equals(found, wanted)) {
        return Optional.of(new Entry(parser.getEntryRawMode(), parser.getEntryObjectId()));
      }
    }
    return Optional.empty();
  }

  private record Entry(int mode, ObjectId id) {}
}
