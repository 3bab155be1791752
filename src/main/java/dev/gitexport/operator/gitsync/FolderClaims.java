package dev.gitexport.operator.gitsync;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gitexport.export.ExportException;
import dev.gitexport.export.Owner;
import dev.gitexport.files.Durable;
import dev.gitexport.sync.SyncException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Whose a folder is, by the `owner.json` of its state: the volume knows, whoever asks. One at a
/// time claims, so that of two who want one folder one gets it. Thread safe.
public final class FolderClaims {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FORMAT = 1;
  private static final String OWNER = "owner.json";

  private final ReentrantLock lock = new ReentrantLock();

  /// The file's content.
  ///
  /// @param path of the folder below the directory of the namespace
  record Claim(
      int format,
      @Nullable String cluster,
      @Nullable String namespace,
      @Nullable String name,
      @Nullable String uid,
      @Nullable String path) {

    Owner owner() {
      return new Owner(given(cluster), given(namespace), given(name), given(uid));
    }

    String folder() {
      return given(path);
    }

    private static String given(@Nullable String field) {
      return field == null ? "" : field;
    }
  }

  /// Takes the folder for its owner, who may have it already.
  ///
  /// @param former uid of the owner that it may be taken over from; empty for none
  /// @param isThere whether the resource of another claim still is
  /// @throws ExportException.PathNotOwned when it is somebody else's
  void claim(FolderPlace place, Owner owner, String former, Predicate<Owner> isThere) {
    lock.lock();
    try {
      makeDirectory(place.tenant(), "rwxr-xr-x");
      makeDirectory(place.states(), "rwx------");
      refuseOverlap(place, owner, isThere);
      makeDirectory(place.state(), "rwx------");
      Optional<Claim> found = read(place.state());
      found.ifPresent(claim -> refuseOther(place, owner, former, claim));
      var claim =
          new Claim(
              FORMAT, owner.cluster(), owner.namespace(), owner.name(), owner.uid(), place.path());
      if (!found.equals(Optional.of(claim))) {
        Durable.replace(place.state().resolve(OWNER), JSON.writeValueAsBytes(claim));
        Durable.sync(place.states());
      }
    } catch (IOException e) {
      throw failed(place, e);
    } finally {
      lock.unlock();
    }
  }

  /// Whether the folder is its owner's.
  public boolean isOf(FolderPlace place, Owner owner) {
    try {
      return read(place.state())
          .filter(claim -> claim.owner().equals(owner) && claim.folder().equals(place.path()))
          .isPresent();
    } catch (IOException e) {
      throw failed(place, e);
    }
  }

  /// Gives the folder up, with what is left of its state.
  void release(FolderPlace place) {
    try {
      Files.deleteIfExists(place.state().resolve(OWNER));
      try (DirectoryStream<Path> rest = Files.newDirectoryStream(place.state(), "repo.git.lock")) {
        for (Path file : rest) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(place.state());
    } catch (IOException e) {
      throw failed(place, e);
    }
  }

  private static void refuseOverlap(FolderPlace place, Owner owner, Predicate<Owner> isThere)
      throws IOException {
    for (Path state : states(place)) {
      Optional<Claim> claim = read(state);
      if (claim.isPresent()
          && !state.equals(place.state())
          && place.overlaps(claim.get().folder())
          && isThere.test(claim.get().owner())) {
        throw new ExportException.PathNotOwned(
            "Could not take the folder %s for %s/%s: it is, or has a part of, the folder %s of %s. Use another path, or delete the other resource."
                .formatted(
                    place.path(),
                    owner.namespace(),
                    owner.name(),
                    claim.get().folder(),
                    describe(claim.get().owner())));
      }
    }
  }

  private static void refuseOther(FolderPlace place, Owner owner, String former, Claim claim) {
    Owner holder = claim.owner();
    boolean same =
        holder.cluster().equals(owner.cluster())
            && holder.namespace().equals(owner.namespace())
            && holder.name().equals(owner.name());
    if (claim.format() > FORMAT) {
      throw new ExportException.PathNotOwned(
          "Could not use %s: a later version made it (format %d). Use that version."
              .formatted(place.state(), claim.format()));
    }
    if (!same && !holder.uid().equals(former)) {
      throw new ExportException.PathNotOwned(
          "Could not take the folder %s: its state %s belongs to %s. Use another name, or take it over with the annotation gitexport.dev/adopt: %s."
              .formatted(place.path(), place.state(), describe(holder), holder.uid()));
    }
    if (!claim.folder().equals(place.path())) {
      throw new ExportException.PathNotOwned(
          "Could not take the folder %s: an earlier %s/%s kept commits of the folder %s. Use that path, or another name."
              .formatted(place.path(), owner.namespace(), owner.name(), claim.folder()));
    }
  }

  private static String describe(Owner owner) {
    return "%s/%s of cluster '%s' (uid %s)"
        .formatted(owner.namespace(), owner.name(), owner.cluster(), owner.uid());
  }

  private static List<Path> states(FolderPlace place) throws IOException {
    List<Path> states = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(place.states())) {
      children.forEach(states::add);
    }
    return states;
  }

  private static Optional<Claim> read(Path state) throws IOException {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(state.resolve(OWNER)), Claim.class));
    } catch (NoSuchFileException | NotDirectoryException _) {
      return Optional.empty();
    }
  }

  private static void makeDirectory(Path directory, String mode) throws IOException {
    try {
      Files.createDirectory(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
    } catch (FileAlreadyExistsException _) {
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw new ExportException.PathNotOwned(
            "Could not use %s: it is no directory. Move it away.".formatted(directory));
      }
    }
  }

  private static SyncException.FolderFailed failed(FolderPlace place, IOException e) {
    return new SyncException.FolderFailed(
        "Could not use the state %s: %s. Check the volume and its permissions."
            .formatted(place.state(), e),
        e);
  }
}
