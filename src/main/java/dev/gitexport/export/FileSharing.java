package dev.gitexport.export;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Shares files of priors with one new export. Links first and looks at the result then: what is
/// looked at is the very inode that was linked, whatever happens to the prior's name meanwhile.
/// Thread safe.
final class FileSharing {

  private final Sharing sharing;
  private final Object owner;
  private final ConcurrentMap<Path, Boolean> directories = new ConcurrentHashMap<>();
  private volatile Optional<LinkResult.Refused> linkRefused = Optional.empty();
  private volatile Optional<LinkResult.Refused> reflinkRefused = Optional.empty();

  /// @param sharing not [Sharing#COPY], which shares nothing
  /// @param staging a directory of ours: what is linked has the same owner
  FileSharing(Sharing sharing, Path staging) throws IOException {
    this.sharing = sharing;
    this.owner = Files.getAttribute(staging, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  /// Makes `file` from a prior's file, which must have the stamp and the mode.
  ///
  /// @param path of the file in the prior
  LinkResult share(Prior prior, String path, Path file, Stamp stamp, Set<PosixFilePermission> mode)
      throws IOException {
    int slash = path.lastIndexOf('/');
    if (slash > 0 && !isRealDirectory(prior.root(), path.substring(0, slash))) {
      return new LinkResult.Mismatch();
    }
    return share(prior.root().resolve(path), file, stamp, mode);
  }

  /// Whether a prior's directory is one all the way: a symlink in the place of one leads to files
  /// of others.
  private boolean isRealDirectory(Path root, String path) {
    Path directory = root.resolve(path);
    Boolean known = directories.get(directory);
    if (known == null) {
      int slash = path.lastIndexOf('/');
      known =
          (slash < 0 || isRealDirectory(root, path.substring(0, slash)))
              && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS);
      directories.put(directory, known);
    }
    return known;
  }

  private LinkResult share(Path original, Path file, Stamp stamp, Set<PosixFilePermission> mode)
      throws IOException {
    return switch (sharing) {
      case HARDLINK -> link(original, file, stamp, mode);
      case REFLINK -> reflink(original, file, stamp, mode);
      case COPY -> new LinkResult.Refused("copies were asked for", false);
      case AUTO -> {
        LinkResult linked = link(original, file, stamp, mode);
        boolean refused = linked instanceof LinkResult.Refused(_, var once) && !once;
        yield refused ? reflink(original, file, stamp, mode) : linked;
      }
    };
  }

  private LinkResult link(Path original, Path file, Stamp stamp, Set<PosixFilePermission> mode)
      throws IOException {
    if (linkRefused.isPresent()) {
      return linkRefused.get();
    }
    try {
      Files.createLink(file, original);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException e) {
      linkRefused = Optional.of(new LinkResult.Refused("this system has no hardlinks", false));
      return linkRefused.get();
    } catch (FileSystemException e) {
      return notLinked(e);
    }
    if (matches(file, stamp, mode)) {
      return new LinkResult.Linked();
    }
    Files.delete(file);
    return new LinkResult.Mismatch();
  }

  /// One file that cannot be linked says nothing of the others.
  private static LinkResult notLinked(FileSystemException e) throws FileSystemException {
    if (VolumeError.isFailure(e)) {
      throw e;
    }
    return e instanceof NoSuchFileException || VolumeError.isNotThere(e)
        ? new LinkResult.Mismatch()
        : new LinkResult.Refused(VolumeError.reason(e), VolumeError.isTooManyLinks(e));
  }

  private LinkResult reflink(Path original, Path file, Stamp stamp, Set<PosixFilePermission> mode)
      throws IOException {
    if (reflinkRefused.isPresent()) {
      return reflinkRefused.get();
    }
    if (!matches(original, stamp, mode)) {
      return new LinkResult.Mismatch();
    }
    Optional<NativeCalls> calls = NativeCalls.get();
    if (calls.isEmpty()) {
      return reflinksRefused(new LinkResult.Refused("this system has no reflinks", false));
    }
    Files.createFile(file);
    try {
      calls.get().reflink(original, file);
      return new LinkResult.Reflinked();
    } catch (IOException e) {
      Files.delete(file);
      return reflinksRefused(new LinkResult.Refused(VolumeError.reason(e), false));
    }
  }

  private LinkResult reflinksRefused(LinkResult.Refused refused) {
    reflinkRefused = Optional.of(refused);
    return refused;
  }

  /// One look at the file for all of it: a look costs as much as a link.
  private boolean matches(Path file, Stamp stamp, Set<PosixFilePermission> mode)
      throws IOException {
    try {
      Map<String, Object> found =
          Files.readAttributes(
              file,
              "unix:isRegularFile,size,lastModifiedTime,permissions,uid",
              LinkOption.NOFOLLOW_LINKS);
      return found.equals(
          Map.of(
              "isRegularFile",
              true,
              "size",
              stamp.size(),
              "lastModifiedTime",
              stamp.modified(),
              "permissions",
              mode,
              "uid",
              owner));
    } catch (NoSuchFileException _) {
      return false;
    }
  }
}
