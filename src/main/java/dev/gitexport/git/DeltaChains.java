package dev.gitexport.git;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// How long the chains of deltas in one pack are, by the headers of its objects
/// (gitformat-pack(5)).
final class DeltaChains {

  private static final int MAX_HEADER_BYTES = 48;

  private final PackIndex index;
  private final Map<Long, Integer> depths = new HashMap<>();

  private DeltaChains(PackIndex index) {
    this.index = index;
  }

  static int deepest(Path pack) throws IOException {
    var chains = new DeltaChains(PackIndex.open(StoreVerification.index(pack).toFile()));
    int deepest = 0;
    try (FileChannel channel = FileChannel.open(pack)) {
      for (PackIndex.MutableEntry entry : chains.index) {
        deepest = Math.max(deepest, chains.depth(channel, entry.getOffset()));
      }
    }
    return deepest;
  }

  private int depth(FileChannel channel, long start) throws IOException {
    var chain = new ArrayDeque<Long>();
    long offset = start;
    while (offset >= 0 && !depths.containsKey(offset)) {
      chain.push(offset);
      offset = base(channel, offset);
    }
    int depth = offset < 0 ? -1 : depths.getOrDefault(offset, 0);
    for (long link : chain) {
      depths.put(link, ++depth);
    }
    return depths.getOrDefault(start, 0);
  }

  /// Where the base of a delta starts, or -1 for an object of its own.
  private long base(FileChannel channel, long offset) throws IOException {
    var header = ByteBuffer.allocate(MAX_HEADER_BYTES);
    channel.read(header, offset);
    header.flip();
    int first = header.get();
    for (int b = first; (b & 0x80) != 0; ) {
      b = header.get();
    }
    return switch ((first >> 4) & 7) {
      case Constants.OBJ_OFS_DELTA -> offset - distance(header);
      case Constants.OBJ_REF_DELTA -> {
        byte[] id = new byte[Constants.OBJECT_ID_LENGTH];
        header.get(id);
        yield index.findOffset(ObjectId.fromRaw(id));
      }
      default -> -1;
    };
  }

  private static long distance(ByteBuffer header) {
    int b = header.get();
    long distance = b & 0x7f;
    while ((b & 0x80) != 0) {
      b = header.get();
      distance = ((distance + 1) << 7) | (b & 0x7f);
    }
    return distance;
  }
}
