package dev.gitexport.export;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;

/// Writes an [ExportIndex]. JGit's own writer sets the size of entries younger than the index to
/// zero; a manifest must keep it. Entries come in the order of their paths' bytes.
final class IndexWriter {

  private static final int BUFFER = 1 << 16;

  private final MessageDigest digest = Constants.newMessageDigest();
  private final DataOutputStream out;
  private int left;

  IndexWriter(OutputStream out, int count) throws IOException {
    this.out =
        new DataOutputStream(new BufferedOutputStream(new DigestOutputStream(out, digest), BUFFER));
    this.left = count;
    this.out.writeInt(ExportIndex.SIGNATURE);
    this.out.writeInt(ExportIndex.VERSION);
    this.out.writeInt(count);
  }

  void add(String path, int mode, AnyObjectId id, Stamp stamp) throws IOException {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    byte[] entry = new byte[ExportIndex.next(0, name.length)];
    ByteBuffer fields = ByteBuffer.wrap(entry);
    // No ctime, device, inode or owner: links change the first, moves of a volume the others.
    fields.putInt(8, (int) stamp.seconds()).putInt(12, stamp.nanos());
    fields.putInt(24, mode).putInt(36, (int) stamp.size());
    id.copyRawTo(entry, 40);
    fields.putShort(60, (short) Math.min(name.length, 0xfff));
    System.arraycopy(name, 0, entry, ExportIndex.FIXED, name.length);
    out.write(entry);
    left--;
  }

  /// Writes the checksum. The stream stays open.
  void finish() throws IOException {
    if (left != 0) {
      throw new IllegalStateException("the header promised " + left + " more entries");
    }
    out.flush();
    byte[] checksum = digest.digest();
    out.write(checksum);
    out.flush();
  }
}
