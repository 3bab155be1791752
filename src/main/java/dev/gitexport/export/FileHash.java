package dev.gitexport.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// Hashes files as git blobs. Belongs to one thread.
final class FileHash {

  private final MessageDigest digest = Constants.newMessageDigest();
  private final byte[] chunk = new byte[128 << 10];

  /// @param size that the file has; another one gives another id
  ObjectId of(Path file, long size) throws IOException {
    digest.reset();
    digest.update(TreeObjects.header(Constants.OBJ_BLOB, size));
    try (InputStream in =
        Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
      }
    }
    return ObjectId.fromRaw(digest.digest());
  }
}
