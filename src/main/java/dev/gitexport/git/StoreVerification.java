package dev.gitexport.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;

/// Reads a whole store again: every pack and every object is hashed, every ref walked to its end.
final class StoreVerification {

  private static final int HASH_BYTES = 20;
  private static final Pattern FAN_OUT = Pattern.compile("[0-9a-f]{2}");
  private static final Pattern REST = Pattern.compile("[0-9a-f]{38}");

  private final StoreDirectory directory;
  private final Path objects;

  StoreVerification(StoreDirectory directory) {
    this.directory = directory;
    this.objects = directory.path().resolve("objects");
  }

  /// @throws UnusableViewException when it could not look, which is no damage
  Verification run() throws IOException {
    return new Verification(damagedPacks(), damagedLooseObjects(), brokenRefs());
  }

  private List<Path> damagedPacks() throws IOException {
    var damaged = new ArrayList<Path>();
    for (Path pack : directory.packs()) {
      if (!isSound(pack)) {
        damaged.add(pack);
      }
    }
    return damaged;
  }

  private boolean isSound(Path pack) throws UnusableViewException {
    Path index = index(pack);
    try (var isolated = IsolatedObjects.of(directory, List.of(pack, index))) {
      return isSound(isolated, pack, index);
    }
  }

  private static boolean isSound(IsolatedObjects isolated, Path pack, Path index) {
    try {
      var ids = new ArrayList<ObjectId>();
      for (PackIndex.MutableEntry entry : PackIndex.open(index.toFile())) {
        ids.add(entry.toObjectId());
      }
      return hasItsHash(pack) && hasItsHash(index) && isolated.damaged(ids).isEmpty();
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  static Path index(Path pack) {
    return pack.resolveSibling(pack.getFileName().toString().replaceFirst("\\.pack$", ".idx"));
  }

  /// Packs and their indexes end with the hash of all before.
  private static boolean hasItsHash(Path file) throws IOException {
    var digest = Constants.newMessageDigest();
    long left = Files.size(file) - HASH_BYTES;
    try (InputStream in = Files.newInputStream(file)) {
      var hashed = new DigestInputStream(in, digest);
      byte[] buffer = new byte[64 * 1024];
      while (left > 0) {
        int read = hashed.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          return false;
        }
        left -= read;
      }
      return Arrays.equals(digest.digest(), in.readNBytes(HASH_BYTES));
    }
  }

  private List<ObjectId> damagedLooseObjects() throws IOException {
    try (var isolated = IsolatedObjects.of(directory, fanOuts(objects))) {
      return isolated.damaged(looseObjects(objects));
    }
  }

  static List<ObjectId> looseObjects(Path objects) throws IOException {
    var ids = new ArrayList<ObjectId>();
    for (Path fanOut : fanOuts(objects)) {
      try (Stream<Path> files = Files.list(fanOut)) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> REST.matcher(name).matches())
            .forEach(name -> ids.add(ObjectId.fromString(fanOut.getFileName() + name)));
      }
    }
    return ids;
  }

  private static List<Path> fanOuts(Path objects) throws IOException {
    try (Stream<Path> files = Files.list(objects)) {
      return files.filter(f -> FAN_OUT.matcher(f.getFileName().toString()).matches()).toList();
    }
  }

  List<String> brokenRefs() throws IOException {
    var broken = new ArrayList<String>();
    try (Repository repository = directory.open()) {
      for (Ref ref : repository.getRefDatabase().getRefsByPrefix(Constants.R_REFS)) {
        if (!isConnected(repository, ref)) {
          broken.add(ref.getName());
        }
      }
    }
    return broken;
  }

  private static boolean isConnected(Repository repository, Ref ref) {
    try (var walk = new ObjectWalk(repository)) {
      walk.markStart(walk.parseAny(ref.getObjectId()));
      walk.checkConnectivity();
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }
}
