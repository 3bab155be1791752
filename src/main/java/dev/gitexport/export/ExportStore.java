package dev.gitexport.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// The layout of a target on the volume; nothing else knows it.
///
///     <target>/<link> -> exports/<id>
///     <target>/exports/<id>/
///     <target>/shared/
///     <target>/.gitexport/owner.json lock pin history.log index/ exports/ staging/ trash/
final class ExportStore {

  static final String STATE = ".gitexport";

  private final Path target;
  private final Durability durability;

  ExportStore(Target target, Durability durability) {
    this.target = target.directory();
    this.durability = durability;
  }

  /// What the link of a shared directory says, seen from its place in an export.
  static String sharedTarget(String path) {
    long depth = path.chars().filter(each -> each == '/').count();
    return "../".repeat((int) depth + 2) + "shared/" + path;
  }

  Path target() {
    return target;
  }

  Path state() {
    return target.resolve(STATE);
  }

  Path exports() {
    return target.resolve("exports");
  }

  Path export(ExportId id) {
    return exports().resolve(id.text());
  }

  Path link(String name) {
    return target.resolve(name);
  }

  /// What the link of an export says.
  static Path linkTarget(ExportId id) {
    return Path.of("exports", id.text());
  }

  Path shared() {
    return target.resolve("shared");
  }

  Path index(ExportId id) {
    return indexes().resolve(id.text());
  }

  Path indexes() {
    return state().resolve("index");
  }

  Path record(ExportId id) {
    return records().resolve(id.text() + ".json");
  }

  Path records() {
    return state().resolve("exports");
  }

  Path staging() {
    return state().resolve("staging");
  }

  Path trash() {
    return state().resolve("trash");
  }

  Path ownerFile() {
    return state().resolve("owner.json");
  }

  Path lockFile() {
    return state().resolve("lock");
  }

  Path pinFile() {
    return state().resolve("pin");
  }

  Path historyFile() {
    return state().resolve("history.log");
  }

  /// A name that no other writer uses, beside or below `path`.
  static String unique(String name) {
    return name + "." + Long.toHexString(ThreadLocalRandom.current().nextLong());
  }

  /// Makes the directories that exports need, when they are not there.
  void makeDirectories() throws IOException {
    boolean made = false;
    for (Path directory : List.of(exports(), indexes(), records(), staging(), trash())) {
      made |= makeDirectory(directory);
    }
    if (made) {
      durability.sync(target);
      durability.sync(state());
    }
  }

  private static boolean makeDirectory(Path directory) throws IOException {
    if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      Files.createDirectory(directory);
      Files.setPosixFilePermissions(directory, PosixModes.of(0755));
      return true;
    } catch (FileAlreadyExistsException e) {
      if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      throw new NotDirectoryException(directory.toString());
    }
  }

  /// The ids of all complete exports, newest first: a directory with a manifest.
  List<ExportId> complete() throws IOException {
    List<ExportId> ids = new ArrayList<>();
    for (String name : names(exports())) {
      ExportId.parse(name).filter(this::isComplete).ifPresent(ids::add);
    }
    ids.sort(Comparator.reverseOrder());
    return ids;
  }

  /// The names in a directory of ours; none when there is no such directory.
  static List<String> names(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        names.add(entry.getFileName().toString());
      }
    } catch (NoSuchFileException | NotDirectoryException _) {
      return List.of();
    }
    return names;
  }

  /// Whether anything has that name. It takes no failure for a no, as `Files.exists` does, and
  /// costs no exception, as opening what is not there does.
  static boolean isThere(Path path) throws IOException {
    return path.getFileSystem()
            .provider()
            .readAttributesIfExists(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        != null;
  }

  /// Replaces a file of ours as a whole, durably.
  void replace(Path file, byte[] content) throws IOException {
    Path temporary = file.resolveSibling(unique("." + file.getFileName()));
    try (FileChannel out =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writeAll(content, out);
    }
    durability.sync(temporary);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    durability.sync(file.resolveSibling(""));
  }

  /// A volume that is nearly full takes a part, and says so only to the next call.
  static void writeAll(byte[] content, FileChannel out) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  /// Gives a complete temporary file its name, unless that is taken; of several who try, one
  /// succeeds. False when it is taken.
  static boolean name(Path temporary, Path file) throws IOException {
    try {
      Files.createLink(file, temporary);
    } catch (FileAlreadyExistsException _) {
      return false;
    } catch (FileSystemException | UnsupportedOperationException _) {
      // A volume without hardlinks: of two at once the last would win.
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      Files.move(temporary, file);
    }
    return true;
  }

  /// Whether an export is there with its manifest.
  boolean isComplete(ExportId id) {
    return Files.isRegularFile(index(id), LinkOption.NOFOLLOW_LINKS)
        && Files.isDirectory(export(id), LinkOption.NOFOLLOW_LINKS);
  }

  /// The export that a link points to; empty when there is no link, or it is not one of ours.
  Optional<ExportId> read(String link) throws IOException {
    try {
      Path found = Files.readSymbolicLink(link(link));
      return found.getNameCount() == 2 && !found.isAbsolute() && found.startsWith("exports")
          ? ExportId.parse(found.getFileName().toString())
          : Optional.empty();
    } catch (NoSuchFileException | NotLinkException _) {
      return Optional.empty();
    }
  }
}
