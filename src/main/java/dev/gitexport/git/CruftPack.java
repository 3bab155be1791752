package dev.gitexport.git;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.pack.PackConfig;

/// What no ref reaches, kept for its grace in one pack with a time for each object beside it
/// (gitformat-pack(5), "cruft packs"). As loose objects it would be a file each.
final class CruftPack {

  private static final int MAGIC = 0x4d544d45;
  private static final int VERSION = 1;
  private static final int SHA1 = 1;
  private static final int HEADER_BYTES = 12;

  private final Path directory;
  private final Repository repository;

  /// @param directory where packs are
  CruftPack(Path directory, Repository repository) {
    this.directory = directory;
    this.repository = repository;
  }

  /// Since when nothing reaches the objects of a pack; of one that is no cruft pack, or whose times
  /// are damaged, since now.
  static Map<ObjectId, Instant> times(Path pack, Instant now) throws IOException {
    PackIndex index = PackIndex.open(StoreVerification.index(pack).toFile());
    Path file = sibling(pack, ".mtimes");
    long length = HEADER_BYTES + 4 * index.getObjectCount() + 2L * Constants.OBJECT_ID_LENGTH;
    boolean isCruft = Files.exists(file) && Files.size(file) == length;
    var seconds =
        ByteBuffer.wrap(isCruft ? Files.readAllBytes(file) : new byte[HEADER_BYTES])
            .position(HEADER_BYTES);
    var times = new HashMap<ObjectId, Instant>();
    for (PackIndex.MutableEntry entry : index) {
      times.put(
          entry.toObjectId(),
          isCruft ? Instant.ofEpochSecond(Integer.toUnsignedLong(seconds.getInt())) : now);
    }
    return times;
  }

  /// @param objects at least one
  /// @return the pack; one of the same objects may have been there
  Path write(SortedMap<ObjectId, Instant> objects) throws IOException {
    try (ObjectReader reader = repository.newObjectReader();
        var writer = new PackWriter(config(), reader)) {
      writer.setDeltaBaseAsOffset(true);
      writer.preparePack(parsed(reader, objects.keySet().stream().toList()).iterator());
      Path pack = directory.resolve("pack-%s.pack".formatted(writer.computeName().name()));
      boolean isNew = !Files.exists(pack);
      if (isNew) {
        write(pack, ".pack", out -> writer.writePack(monitor(), monitor(), out));
      }
      write(pack, ".mtimes", out -> writeTimes(out, pack, objects.values().stream().toList()));
      if (isNew) {
        write(pack, ".idx", writer::writeIndex);
      }
      return pack;
    }
  }

  /// Deltas are taken over and not looked for: most of it is deleted before anybody reads it.
  private PackConfig config() {
    var config = new PackConfig(repository);
    config.setDeltaCompress(false);
    config.setCutDeltaChains(true);
    return config;
  }

  private static List<RevObject> parsed(ObjectReader reader, List<ObjectId> ids)
      throws IOException {
    var parsed = new ArrayList<RevObject>();
    try (var walk = new RevWalk(reader)) {
      walk.setRetainBody(false);
      for (ObjectId id : ids) {
        parsed.add(walk.parseAny(id));
      }
    }
    return parsed;
  }

  private static NullProgressMonitor monitor() {
    return NullProgressMonitor.INSTANCE;
  }

  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private void write(Path pack, String extension, Content content) throws IOException {
    Path half = directory.resolve("tmp_cruft" + extension);
    try (OutputStream out = Files.newOutputStream(half)) {
      content.writeTo(out);
    }
    Files.move(
        half,
        sibling(pack, extension),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static void writeTimes(OutputStream out, Path pack, List<Instant> times)
      throws IOException {
    var digest = Constants.newMessageDigest();
    var data = new DataOutputStream(new DigestOutputStream(out, digest));
    data.writeInt(MAGIC);
    data.writeInt(VERSION);
    data.writeInt(SHA1);
    for (Instant time : times) {
      data.writeInt((int) time.getEpochSecond());
    }
    data.write(hash(pack));
    data.flush();
    out.write(digest.digest());
  }

  /// It is the end of the pack.
  private static byte[] hash(Path pack) throws IOException {
    try (FileChannel channel = FileChannel.open(pack)) {
      var hash = ByteBuffer.allocate(Constants.OBJECT_ID_LENGTH);
      channel.read(hash, channel.size() - hash.capacity());
      return hash.array();
    }
  }

  private static Path sibling(Path pack, String extension) {
    String name = pack.getFileName().toString();
    return pack.resolveSibling(name.substring(0, name.length() - ".pack".length()) + extension);
  }
}
