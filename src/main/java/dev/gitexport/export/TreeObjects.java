package dev.gitexport.export;

import dev.gitexport.git.GitException;
import java.io.IOException;
import java.security.MessageDigest;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;

/// Reads whole objects and takes none for what its bytes do not hash to. Belongs to one thread.
final class TreeObjects implements AutoCloseable {

  /// A tree of a million entries is about 40 MB.
  private static final int LARGEST_TREE = 128 << 20;

  private final ObjectReader reader;
  private final MessageDigest digest = Constants.newMessageDigest();

  TreeObjects(ObjectReader reader) {
    this.reader = reader;
  }

  byte[] tree(AnyObjectId id) {
    return whole(id, Constants.OBJ_TREE, LARGEST_TREE);
  }

  /// @param limit bytes; a larger blob is refused
  byte[] blob(AnyObjectId id, int limit) {
    return whole(id, Constants.OBJ_BLOB, limit);
  }

  byte[] commit(AnyObjectId id) {
    return whole(id, Constants.OBJ_COMMIT, LARGEST_TREE);
  }

  /// The size of a blob in bytes, from its header.
  long blobSize(AnyObjectId id) {
    try {
      return reader.getObjectSize(id, Constants.OBJ_BLOB);
    } catch (IOException | RuntimeException e) {
      throw damaged(id, e);
    }
  }

  /// @throws GitException.StoreCorrupt when there is no such blob
  ObjectLoader open(AnyObjectId id) {
    try {
      return reader.open(id, Constants.OBJ_BLOB);
    } catch (IOException | RuntimeException e) {
      throw damaged(id, e);
    }
  }

  ObjectReader reader() {
    return reader;
  }

  /// The id that bytes would have as an object.
  ObjectId hash(int type, byte[] content) {
    digest.reset();
    digest.update(header(type, content.length));
    return ObjectId.fromRaw(digest.digest(content));
  }

  static byte[] header(int type, long size) {
    return Constants.encodeASCII(Constants.typeString(type) + " " + size + "\0");
  }

  private byte[] whole(AnyObjectId id, int type, int limit) {
    byte[] content;
    try {
      content = reader.open(id, type).getCachedBytes(limit);
    } catch (LargeObjectException e) {
      throw new ExportException.LimitExceeded(
          "object " + id.name() + " is larger than the " + limit + " bytes it may have here");
    } catch (IOException | RuntimeException e) {
      throw damaged(id, e);
    }
    if (!hash(type, content).equals(id)) {
      throw swapped(id);
    }
    return content;
  }

  static GitException damaged(AnyObjectId id, Exception cause) {
    String what = cause instanceof MissingObjectException ? "is missing" : "cannot be read";
    return new GitException.StoreCorrupt(
        "object " + id.name() + " " + what + " in the repository; run git fsck on it, then fetch",
        cause);
  }

  static GitException swapped(AnyObjectId id) {
    return new GitException.StoreCorrupt(
        "object "
            + id.name()
            + " holds other bytes than its id says; run git fsck on the repository, then fetch",
        null);
  }

  @Override
  public void close() {
    reader.close();
  }
}
