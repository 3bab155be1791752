package dev.gitexport.export;

import dev.gitexport.export.FaultPoints.FaultPoint;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `owner.json`: whose a target is. Written once, and by one writer only.
final class Ownership {

  /// Of the layout; a program refuses a target of a later one.
  static final int FORMAT = 1;

  private final Target target;
  private final ExportStore store;
  private final Durability durability;
  private final FaultPoints faults;

  /// The file's content.
  record OwnerFile(
      int format,
      @Nullable String cluster,
      @Nullable String namespace,
      @Nullable String name,
      @Nullable String uid) {
    private static final OwnerFile DAMAGED = new OwnerFile(FORMAT, null, null, null, null);

    Owner owner() {
      return new Owner(given(cluster), given(namespace), given(name), given(uid));
    }

    private static String given(@Nullable String field) {
      return Objects.requireNonNull(field, "a whole file");
    }

    static OwnerFile of(Owner owner) {
      return new OwnerFile(FORMAT, owner.cluster(), owner.namespace(), owner.name(), owner.uid());
    }
  }

  Ownership(Target target, Durability durability, FaultPoints faults) {
    this.target = target;
    this.store = new ExportStore(target, durability);
    this.durability = durability;
    this.faults = faults;
  }

  /// Who owns the target; empty when nobody does.
  Optional<Owner> read() {
    Optional<OwnerFile> file = readFile();
    if (file.isPresent() && !isWhole(file.get())) {
      throw new ExportException.PathNotOwned(
          "owner.json of " + target.path() + " is not readable; run gitexport adopt on it");
    }
    if (file.isPresent() && file.get().format() > FORMAT) {
      throw new ExportException.PathNotOwned(
          "the target "
              + target.path()
              + " was made by a later version (format "
              + file.get().format()
              + "); use that version");
    }
    return file.map(OwnerFile::owner);
  }

  /// Whether there is an owner file that says nothing.
  boolean isDamaged() {
    return readFile().filter(file -> !isWhole(file)).isPresent();
  }

  private static boolean isWhole(OwnerFile file) {
    return Stream.of(file.cluster(), file.namespace(), file.name(), file.uid())
        .allMatch(Objects::nonNull);
  }

  /// One that is no JSON is read as one that says nothing.
  private Optional<OwnerFile> readFile() {
    try {
      return Optional.of(Json.read(Files.readAllBytes(store.ownerFile()), OwnerFile.class));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      return Optional.of(OwnerFile.DAMAGED);
    } catch (IOException e) {
      throw VolumeError.of("read the owner of " + target.path(), e);
    }
  }

  /// Makes the target when it is not there, and sees that it is `owner`'s.
  ///
  /// @return the former owner, when an earlier resource of the same name was followed
  /// @throws ExportException.PathNotOwned when it is somebody else's
  Optional<Owner> claim(Owner owner) {
    try {
      makeTarget();
      Optional<Owner> found = read();
      if (found.isEmpty()) {
        refuseForeignContent();
        create(owner);
        found = read();
      }
      Owner holder = found.orElse(owner);
      if (holder.equals(owner)) {
        return Optional.empty();
      }
      if (!holder.sameResource(owner)) {
        throw refused(holder, owner);
      }
      replace(owner);
      return found;
    } catch (IOException e) {
      throw VolumeError.of("make the target " + target.path(), e);
    }
  }

  /// Sees that the target is still `owner`'s.
  void confirm(Owner owner) {
    Optional<Owner> found = read();
    if (!found.equals(Optional.of(owner))) {
      throw found
          .map(holder -> refused(holder, owner))
          .orElseGet(() ->
              new ExportException.PathNotOwned(
                  "the target " + target.path() + " lost its owner.json while it was used"));
    }
  }

  void replace(Owner owner) {
    try {
      store.replace(store.ownerFile(), Json.write(OwnerFile.of(owner)));
    } catch (IOException e) {
      throw VolumeError.of("write the owner of " + target.path(), e);
    }
  }

  private ExportException refused(Owner holder, Owner owner) {
    return new ExportException.PathNotOwned(
        "the target "
            + target.path()
            + " belongs to "
            + holder.namespace()
            + "/"
            + holder.name()
            + " of cluster '"
            + holder.cluster()
            + "' (uid "
            + holder.uid()
            + "), not to "
            + owner.namespace()
            + "/"
            + owner.name()
            + " of '"
            + owner.cluster()
            + "'; use another path, or take it over with gitexport adopt"
            + " or the annotation gitexport.dev/adopt: "
            + holder.uid());
  }

  /// Makes each directory down to the target; none of them may be a symlink.
  void makeTarget() throws IOException {
    Path at = target.volume();
    if (!Files.isDirectory(at)) {
      throw new NoSuchFileException(at.toString(), null, "No such volume directory");
    }
    for (String name : List.of(target.path().split("/"))) {
      Path parent = at;
      at = at.resolve(name);
      if (Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        continue; // as nearly always, and a failed try costs an exception
      }
      try {
        Files.createDirectory(at);
        Files.setPosixFilePermissions(at, PosixModes.of(0755)); // whatever the umask
        durability.sync(parent);
      } catch (FileAlreadyExistsException _) {
        if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
          throw new ExportException.PathNotOwned(
              at + " is not a directory; move it away, or use another path");
        }
      }
    }
  }

  private void refuseForeignContent() throws IOException {
    for (String name : ExportStore.names(store.target())) {
      if (!name.equals(ExportStore.STATE)) {
        throw new ExportException.PathNotOwned(
            store.target()
                + " holds '"
                + name
                + "', which no export made; move it away, use another path,"
                + " or take the directory over with gitexport adopt");
      }
    }
  }

  /// Appears complete or not at all, for one of several who try.
  void create(Owner owner) throws IOException {
    try {
      Files.createDirectory(
          store.state(), PosixFilePermissions.asFileAttribute(PosixModes.of(0700)));
      durability.sync(store.target());
    } catch (FileAlreadyExistsException _) {
      if (!Files.isDirectory(store.state(), LinkOption.NOFOLLOW_LINKS)) {
        throw new ExportException.PathNotOwned(store.state() + " is not a directory; remove it");
      }
    }
    Path temporary = store.state().resolve(ExportStore.unique(".owner"));
    try (FileChannel out =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ExportStore.writeAll(Json.write(OwnerFile.of(owner)), out);
    }
    durability.sync(temporary);
    faults.reached(FaultPoint.OWNER_FILE);
    ExportStore.name(temporary, store.ownerFile()); // else another was first, and is judged next
    faults.reached(FaultPoint.OWNER_NAMED);
    Files.deleteIfExists(temporary);
    durability.sync(store.state());
  }
}
