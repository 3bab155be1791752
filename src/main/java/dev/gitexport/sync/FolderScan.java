package dev.gitexport.sync;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.dircache.InvalidPathException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;

/// Compares a folder with an index. What did not change costs one stat; symlinks are never
/// followed.
final class FolderScan {

  private final SyncRequest request;
  private final DirCache index;
  private final FileReading reading;
  private final List<DirCacheEntry> entries = new ArrayList<>();
  private final List<HeldBack> heldBack = new ArrayList<>();
  private final List<String> leftovers = new ArrayList<>();
  private boolean read;

  FolderScan(SyncRequest request, DirCache index, FileReading reading) {
    this.request = request;
    this.index = index;
    this.reading = reading;
  }

  /// @param entries what a commit of the folder holds
  /// @param leftovers paths of what a killed run left
  /// @param isIndex every entry is the index's own
  record Found(
      List<DirCacheEntry> entries,
      List<HeldBack> heldBack,
      List<String> leftovers,
      boolean isIndex) {}

  Found run(IgnoreRules rules) throws IOException {
    directory(request.folder(), "", rules);
    keepWhatIsNotCheckedOut();
    boolean isIndex = !read && entries.size() == index.getEntryCount();
    return new Found(entries, heldBack, leftovers, isIndex);
  }

  /// A sparse work tree leaves files out on purpose.
  private void keepWhatIsNotCheckedOut() {
    var here = new HashSet<String>();
    entries.forEach(entry -> here.add(entry.getPathString()));
    for (int i = 0; i < index.getEntryCount(); i++) {
      DirCacheEntry entry = index.getEntry(i);
      if (entry.isSkipWorkTree() && here.add(entry.getPathString())) {
        entries.add(entry);
      }
    }
  }

  private void directory(Path directory, String prefix, IgnoreRules above) throws IOException {
    IgnoreRules rules = above.in(directory, prefix);
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        String name = child.getFileName().toString();
        if (name.equalsIgnoreCase(Constants.DOT_GIT)) {
          checkGit(prefix + name);
        } else if (Leftovers.isOne(name)) {
          leftovers.add(prefix + name);
        } else {
          visit(child, prefix + name, rules);
        }
      }
    } catch (AccessDeniedException e) {
      holdBack(prefix, "it may not be read");
    } catch (NoSuchFileException e) {
      // Gone since it was listed.
    }
  }

  private void checkGit(String path) {
    if (!(request.isWorkTree() && path.equals(Constants.DOT_GIT))) {
      throw new SyncException.GuardTripped(
          "Could not commit %s: there is a repository in it at '%s', and its files would be lost. Move it away, or ignore its directory."
              .formatted(request.folder(), path));
    }
  }

  private void visit(Path file, String path, IgnoreRules rules) throws IOException {
    try {
      FileStamp stamp = FileStamp.of(file);
      DirCacheEntry known = index.getEntry(path);
      boolean directory = stamp.mode().equals(FileMode.TREE);
      if (directory && known != null && known.getFileMode().equals(FileMode.GITLINK)) {
        entries.add(known);
      } else if (known != null && stamp.matches(known)) {
        entries.add(known);
      } else if (rules.ignores(path, directory) && known == null && !isTrackedBelow(path)) {
        return;
      } else if (directory) {
        directory(file, path + "/", rules);
      } else {
        read(file, path, stamp);
      }
    } catch (AccessDeniedException e) {
      holdBack(path, "it may not be read");
    } catch (NoSuchFileException e) {
      // Gone since it was listed: deleted.
    } catch (InvalidPathException e) {
      holdBack(path, "git does not allow such a name");
    }
  }

  private boolean isTrackedBelow(String path) {
    return index.getEntriesWithin(path).length > 0;
  }

  private void read(Path file, String path, FileStamp stamp) throws IOException {
    switch (reading.read(file, path, stamp)) {
      case FileReading.Result.Read(var entry) -> {
        entries.add(entry);
        read = true;
      }
      case FileReading.Result.Refused(var why) -> holdBack(path, why);
    }
  }

  /// What was committed before stays as it was.
  private void holdBack(String path, String why) {
    heldBack.add(new HeldBack(path, why));
    if (path.endsWith("/") || path.isEmpty()) {
      entries.addAll(List.of(index.getEntriesWithin(path)));
    } else {
      DirCacheEntry known = index.getEntry(path);
      if (known != null) {
        entries.add(known);
      }
    }
  }
}
