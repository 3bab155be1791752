package dev.gitexport.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/// Symlinks with the very target that the repository has. Java's own calls take `dir/` for `dir`
/// and `a//b` for `a/b`.
final class Symlinks {

  private Symlinks() {}

  static void create(Path link, String target) throws IOException {
    Path path = Path.of(target);
    if (path.toString().equals(target)) {
      Files.createSymbolicLink(link, path);
      return;
    }
    Optional<NativeCalls> calls = NativeCalls.get();
    if (calls.isEmpty()) {
      throw new ExportException.UnsafeTree(
          "this system cannot write the symlink target '"
              + target
              + "' as it stands; write it as '"
              + path
              + "' in the repository",
          null);
    }
    calls.get().symlink(target, link);
  }

  /// Whether a symlink's target is the blob of that id.
  static boolean holds(Path link, ObjectId id) throws IOException {
    byte[] target = Files.readSymbolicLink(link).toString().getBytes(StandardCharsets.UTF_8);
    return new ObjectInserter.Formatter().idFor(Constants.OBJ_BLOB, target).equals(id);
  }
}
