package dev.gitexport.export;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;

/// One entry of a git tree object.
///
/// @param raw the name's bytes
/// @param mode as git writes it, 0100644 and the like
@SuppressWarnings("ArrayRecordComponent") // never compared
record TreeEntry(String name, byte[] raw, int mode, ObjectId id) {

  private static final int TYPE = 0170000;

  boolean isTree() {
    return (mode & TYPE) == 0040000;
  }

  boolean isSymlink() {
    return (mode & TYPE) == ExportIndex.SYMLINK;
  }

  boolean isSubmodule() {
    return (mode & TYPE) == ExportIndex.SUBMODULE;
  }

  boolean isExecutable() {
    return (mode & 0100) != 0;
  }

  /// Parses a whole tree object. Refuses names that are not UTF-8, modes git does not write, names
  /// twice, and entries out of order.
  ///
  /// @param where the tree's path, for messages
  /// @throws ExportException.UnsafeTree when the object is not a sound tree
  static List<TreeEntry> parse(byte[] tree, String where) {
    List<TreeEntry> entries = new ArrayList<>();
    int at = 0;
    while (at < tree.length) {
      int space = indexOf(tree, ' ', at, where);
      int mode = mode(tree, at, space, where);
      int nul = indexOf(tree, '\0', space + 1, where);
      if (nul + 21 > tree.length) {
        throw unsound(where, "it ends in the middle of an entry");
      }
      byte[] raw = Arrays.copyOfRange(tree, space + 1, nul);
      entries.add(new TreeEntry(text(raw, where), raw, mode, ObjectId.fromRaw(tree, nul + 1)));
      at = nul + 21;
    }
    return entries;
  }

  private static int indexOf(byte[] tree, char wanted, int from, String where) {
    for (int i = from; i < tree.length; i++) {
      if (tree[i] == wanted) {
        return i;
      }
    }
    throw unsound(where, "it ends in the middle of an entry");
  }

  private static int mode(byte[] tree, int from, int to, String where) {
    int mode = 0;
    for (int i = from; i < to; i++) {
      int digit = tree[i] - '0';
      if (digit < 0 || digit > 7 || to - from > 6) {
        throw unsound(where, "it has a mode that is no octal number of six digits");
      }
      mode = mode << 3 | digit;
    }
    return switch (mode) {
      // 0100664 is what git wrote before 2005; it reads it as 0100644 to this day.
      case ExportIndex.FILE, 0100664, ExportIndex.EXECUTABLE -> mode;
      case 0040000, ExportIndex.SYMLINK, ExportIndex.SUBMODULE -> mode;
      default -> throw unsound(where, "it has the unknown mode " + Integer.toOctalString(mode));
    };
  }

  private static String text(byte[] raw, String where) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException e) {
      throw new ExportException.UnsafeTree(
          "the tree at '"
              + where
              + "' has a name that is not UTF-8: "
              + new String(raw, StandardCharsets.ISO_8859_1)
              + "; rename it in the repository, or leave it out with spec.ignore on its directory",
          e);
    }
  }

  private static ExportException unsound(String where, String what) {
    return new ExportException.UnsafeTree(
        "the tree object at '" + where + "' is not sound: " + what + "; run git fsck there", null);
  }
}
