package dev.gitexport.export;

import dev.gitexport.git.GitException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;

/// Writes blobs to new files and hashes them on the way, so that a damaged or swapped object is an
/// error and never wrong bytes. Belongs to one thread.
final class BlobWriter implements AutoCloseable {

  private static final int CHUNK = 128 << 10;

  /// So many files are dated before native calls pay for being loaded.
  private static final int FEW = 64;

  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final TreeObjects objects;
  private final Permissions permissions;
  private final MessageDigest digest = Constants.newMessageDigest();
  private final byte[] chunk = new byte[CHUNK];
  private final Map<Set<PosixFilePermission>, Boolean> kept = new HashMap<>();
  private int dated;

  BlobWriter(TreeObjects objects, Permissions permissions) {
    this.objects = objects;
    this.permissions = permissions;
  }

  /// Writes the file that an action describes.
  ///
  /// @throws GitException.StoreCorrupt when the blob is not what its id or size says
  void write(Path file, EntryAction.File action) throws IOException {
    Set<PosixFilePermission> mode = PosixModes.of(permissions.fileMode(action.executable()));
    try (FileChannel out =
        FileChannel.open(file, NEW, PosixFilePermissions.asFileAttribute(mode))) {
      switch (action) {
        case EntryAction.Expand expand -> writeAll(expanded(expand), out);
        case EntryAction.Lfs lfs -> copy(lfs, out);
        case EntryAction.Link _, EntryAction.Write _ ->
            copy(action.id(), action.stamp().size(), out);
      }
    }
    if (permissions.gid() == Permissions.KEEP_GROUP && keepsMode(file, mode)) {
      date(file, action.stamp());
    } else {
      finish(file, action.stamp(), mode);
    }
  }

  /// Whether neither the umask nor a default ACL takes from what open was told. One file tells for
  /// all of an export, and the check looks at each of them.
  private boolean keepsMode(Path file, Set<PosixFilePermission> mode) throws IOException {
    Boolean known = kept.get(mode);
    if (known == null) {
      known = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS).equals(mode);
      kept.put(mode, known);
    }
    return known;
  }

  /// Gives a file that has its content all the rest; the time last.
  void finish(Path file, Stamp stamp, Set<PosixFilePermission> mode) throws IOException {
    if (permissions.gid() != Permissions.KEEP_GROUP) {
      Files.setAttribute(file, "unix:gid", permissions.gid(), LinkOption.NOFOLLOW_LINKS);
    }
    Files.setPosixFilePermissions(file, mode);
    date(file, stamp);
  }

  private void date(Path file, Stamp stamp) throws IOException {
    FileTime time = stamp.modified();
    dated++;
    if (dated > FEW) {
      Optional<NativeCalls> calls = NativeCalls.get();
      if (calls.isPresent()) {
        calls.get().setModified(file, time.toInstant());
        return;
      }
    }
    Files.getFileAttributeView(file, BasicFileAttributeView.class).setTimes(time, time, null);
  }

  private byte[] expanded(EntryAction.Expand action) {
    byte[] content =
        action.keywords().expand(objects.blob(action.blob(), KeywordExpansion.LARGEST));
    if (!objects.hash(Constants.OBJ_BLOB, content).equals(action.id())) {
      throw TreeObjects.swapped(action.blob());
    }
    return content;
  }

  private void copy(ObjectId blob, long size, FileChannel out) throws IOException {
    ObjectLoader loader = objects.open(blob);
    digest.reset();
    digest.update(TreeObjects.header(Constants.OBJ_BLOB, size));
    if (loader.getSize() != size) {
      throw TreeObjects.swapped(blob);
    }
    if (loader.isLarge()) {
      stream(blob, loader, out);
    } else {
      byte[] content = loader.getCachedBytes();
      digest.update(content);
      writeAll(content, out);
    }
    if (!ObjectId.fromRaw(digest.digest()).equals(blob)) {
      throw TreeObjects.swapped(blob);
    }
  }

  private void copy(EntryAction.Lfs lfs, FileChannel out) throws IOException {
    digest.reset();
    digest.update(TreeObjects.header(Constants.OBJ_BLOB, lfs.stamp().size()));
    try (InputStream in = content(lfs)) {
      for (int read = read(lfs.id(), in); read >= 0; read = read(lfs.id(), in)) {
        digest.update(chunk, 0, read);
        writeAll(chunk, 0, read, out);
      }
    }
    if (!ObjectId.fromRaw(digest.digest()).equals(lfs.id())) {
      throw TreeObjects.swapped(lfs.id());
    }
  }

  private static InputStream content(EntryAction.Lfs lfs) {
    try {
      return Files.newInputStream(lfs.content());
    } catch (IOException e) {
      throw TreeObjects.damaged(lfs.id(), e);
    }
  }

  private void stream(ObjectId blob, ObjectLoader loader, FileChannel out) throws IOException {
    try (InputStream in = open(blob, loader)) {
      for (int read = read(blob, in); read >= 0; read = read(blob, in)) {
        digest.update(chunk, 0, read);
        writeAll(chunk, 0, read, out);
      }
    }
  }

  /// In chunks: the channel copies what it is given to memory outside the heap.
  private static void writeAll(byte[] content, FileChannel out) throws IOException {
    for (int at = 0; at < content.length; at += CHUNK) {
      writeAll(content, at, Math.min(CHUNK, content.length - at), out);
    }
  }

  private static void writeAll(byte[] content, int from, int length, FileChannel out)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content, from, length);
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  /// Errors of the repository and errors of the volume are not the same.
  private static InputStream open(ObjectId blob, ObjectLoader loader) {
    try {
      return loader.openStream();
    } catch (IOException e) {
      throw TreeObjects.damaged(blob, e);
    }
  }

  private int read(ObjectId blob, InputStream in) {
    try {
      return in.read(chunk);
    } catch (IOException e) {
      throw TreeObjects.damaged(blob, e);
    }
  }

  @Override
  public void close() {
    objects.close();
  }
}
