package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// LFS objects on disk, in git-lfs's own layout: `objects/aa/bb/<oid>`. All of it can be fetched
/// again, so nothing is made durable; what is read is hashed each time.
///
/// @param directory `lfs` of a clone, or one of our own
record LfsObjects(Path directory) {

  private static final int CHUNK = 128 << 10;
  private static final Duration DAY = Duration.ofDays(1);

  /// The object when it is here, whole, with the bytes that its id says.
  Optional<LfsObject> find(LfsPointer pointer) throws IOException {
    Path file = file(pointer);
    try (InputStream in = Files.newInputStream(file)) {
      return Files.size(file) == pointer.size()
          ? hashed(in, pointer).map(blob -> new LfsObject(file, blob))
          : Optional.empty();
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private static Optional<ObjectId> hashed(InputStream in, LfsPointer pointer) throws IOException {
    MessageDigest sha256 = sha256();
    MessageDigest blob = Constants.newMessageDigest();
    blob.update("blob %d\0".formatted(pointer.size()).getBytes(US_ASCII));
    byte[] chunk = new byte[CHUNK];
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      sha256.update(chunk, 0, read);
      blob.update(chunk, 0, read);
    }
    return HexFormat.of().formatHex(sha256.digest()).equals(pointer.oid())
        ? Optional.of(ObjectId.fromRaw(blob.digest()))
        : Optional.empty();
  }

  GitException.StoreCorrupt unreadable(LfsPointer pointer, IOException cause) {
    return new GitException.StoreCorrupt(
        "Could not read the LFS object %s in %s: %s. Check the disk."
            .formatted(pointer.oid(), directory, cause),
        cause);
  }

  /// Tells that the object is in use, so that [#collect] spares it.
  void touch(LfsPointer pointer, Instant now) throws IOException {
    try {
      Files.setLastModifiedTime(file(pointer), FileTime.from(now));
    } catch (NoSuchFileException _) {
      // Somebody collected it.
    }
  }

  /// Takes an object in, under its name only when it is whole.
  ///
  /// @param in as a server sends it; no more than the pointer's size is taken
  /// @return why it is not what the pointer says; empty when it is
  Optional<String> receive(LfsPointer pointer, InputStream in) throws IOException {
    Path incoming = Files.createDirectories(directory.resolve("incoming"));
    Path part = Files.createTempFile(incoming, pointer.oid(), ".part");
    try {
      Optional<String> wrong = copy(pointer, in, part);
      if (wrong.isEmpty()) {
        Files.createDirectories(file(pointer).resolveSibling(""));
        Files.move(part, file(pointer), StandardCopyOption.ATOMIC_MOVE);
      }
      return wrong;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static Optional<String> copy(LfsPointer pointer, InputStream in, Path part)
      throws IOException {
    MessageDigest digest = sha256();
    long size = 0;
    byte[] chunk = new byte[CHUNK];
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
        var out = Channels.newOutputStream(channel)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        size += read;
        if (size > pointer.size()) {
          return Optional.of("has more than the %d bytes of its pointer".formatted(pointer.size()));
        }
        digest.update(chunk, 0, read);
        out.write(chunk, 0, read);
      }
    }
    if (size < pointer.size()) {
      return Optional.of("ends after %d of %d bytes".formatted(size, pointer.size()));
    }
    String found = HexFormat.of().formatHex(digest.digest());
    return found.equals(pointer.oid())
        ? Optional.empty()
        : Optional.of("holds other bytes than its id says (SHA-256 %s)".formatted(found));
  }

  /// Deletes what nobody used since, at most once a day.
  void collectDaily(Instant now, Duration grace) throws IOException {
    Path last = directory.resolve("gc.last");
    boolean isDue =
        Files.isDirectory(directory)
            && (!Files.exists(last)
                || Files.getLastModifiedTime(last).toInstant().isBefore(now.minus(DAY)));
    if (isDue) {
      collect(now.minus(grace));
      Files.write(last, new byte[0]);
      Files.setLastModifiedTime(last, FileTime.from(now));
    }
  }

  /// Deletes what nobody used since, and what killed fetches left.
  void collect(Instant unused) throws IOException {
    for (String place : List.of("objects", "incoming")) {
      if (Files.isDirectory(directory.resolve(place))) {
        try (Stream<Path> files = Files.walk(directory.resolve(place))) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(unused)) {
              Files.deleteIfExists(file);
            }
          }
        }
      }
    }
  }

  private Path file(LfsPointer pointer) {
    return directory
        .resolve("objects")
        .resolve(pointer.oid().substring(0, 2))
        .resolve(pointer.oid().substring(2, 4))
        .resolve(pointer.oid());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
