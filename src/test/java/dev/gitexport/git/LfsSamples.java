package dev.gitexport.git;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.eclipse.jgit.lib.ObjectId;

/// LFS objects as a tree names them.
final class LfsSamples {

  private LfsSamples() {}

  static LfsPointer pointer(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return new LfsPointer(HexFormat.of().formatHex(digest), content.length);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The pointer as the file `a.bin`.
  static LfsLink link(LfsPointer pointer) {
    var tree = new ResolvedTree(new Revision.OfTree(ObjectId.zeroId()), ObjectId.zeroId(), false);
    return new LfsLink(tree, "a.bin", pointer);
  }
}
