package dev.gitexport.sync;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
    try (DirectoryView folder = DirectoryView.of(request.folder())) {
      directory(folder, "", rules);
    }
    keepWhatIsNotCheckedOut();
    boolean isIndex = !read && entries.size() == index.getEntryCount();
    return new Found(entries, heldBack, leftovers, isIndex);
  }

  /// A sparse work tree leaves files out on purpose.
  private void keepWhatIsNotCheckedOut() {
    List<DirCacheEntry> skipped = new ArrayList<>();
    for (int i = 0; i < index.getEntryCount(); i++) {
      if (index.getEntry(i).isSkipWorkTree()) {
        skipped.add(index.getEntry(i));
      }
    }
    if (skipped.isEmpty()) {
      return;
    }
    var here = new HashSet<String>();
    entries.forEach(entry -> here.add(entry.getPathString()));
    skipped.removeIf(entry -> here.contains(entry.getPathString()));
    entries.addAll(skipped);
  }

  private void directory(DirectoryView directory, String prefix, IgnoreRules above)
      throws IOException {
    List<String> names = directory.names();
    Optional<IgnoreRules> rules =
        names.contains(IgnoreRules.FILE) ? rules(directory, prefix, above) : Optional.of(above);
    if (rules.isEmpty()) {
      return;
    }
    for (String name : names) {
      String path = prefix + name;
      if (name.equalsIgnoreCase(Constants.DOT_GIT)) {
        checkGit(path);
      } else if (Leftovers.isOne(name) && index.getEntry(path) == null) {
        leftovers.add(path);
      } else {
        visit(directory, name, path, rules.get());
      }
    }
  }

  /// Without its rules nobody knows what of a directory is to be left out: it is held back then.
  private Optional<IgnoreRules> rules(DirectoryView directory, String prefix, IgnoreRules above)
      throws IOException {
    try {
      return Optional.of(above.in(directory, prefix));
    } catch (NoSuchFileException e) {
      return Optional.of(above); // gone since it was listed
    } catch (FileSystemException e) {
      if (prefix.isEmpty()) {
        throw e;
      }
      holdBack(prefix, "its %s may not be read".formatted(IgnoreRules.FILE));
      return Optional.empty();
    }
  }

  private void child(DirectoryView directory, String name, String path, IgnoreRules rules)
      throws IOException {
    Optional<DirectoryView> opened = open(directory, name, path);
    if (opened.isPresent()) {
      try (DirectoryView child = opened.get()) {
        directory(child, path + "/", rules);
      }
    }
  }

  private Optional<DirectoryView> open(DirectoryView directory, String name, String path)
      throws IOException {
    try {
      return Optional.of(directory.child(name));
    } catch (NoSuchFileException e) {
      throw e;
    } catch (AccessDeniedException e) {
      holdBack(path + "/", "it may not be read");
    } catch (FileSystemException e) {
      holdBack(path + "/", FileReading.failure(e));
    }
    return Optional.empty();
  }

  private void checkGit(String path) {
    if (!(request.isWorkTree() && path.equals(Constants.DOT_GIT))) {
      throw new SyncException.GuardTripped(
          "Could not commit %s: there is a repository in it at '%s', and its files would be lost. Move it away, or ignore its directory."
              .formatted(request.folder(), path));
    }
  }

  private void visit(DirectoryView in, String name, String path, IgnoreRules rules)
      throws IOException {
    try {
      FileStamp stamp = in.stamp(name);
      DirCacheEntry known = index.getEntry(path);
      boolean directory = stamp.mode().equals(FileMode.TREE);
      if (directory && known != null && known.getFileMode().equals(FileMode.GITLINK)) {
        entries.add(known);
      } else if (known != null && stamp.matches(known)) {
        entries.add(known);
      } else if (rules.ignores(path, directory) && known == null && !isTrackedBelow(path)) {
        return;
      } else if (directory) {
        child(in, name, path, rules);
      } else {
        read(in, name, path, stamp);
      }
    } catch (AccessDeniedException e) {
      holdBack(path, "it may not be read");
    } catch (NoSuchFileException e) {
      // Gone since it was listed: deleted. Or what was listed is no text.
      if (name.indexOf('\uFFFD') >= 0) {
        holdBack(path, "its name is not UTF-8");
      }
    } catch (InvalidPathException e) {
      holdBack(path, "git does not allow such a name");
    }
  }

  private boolean isTrackedBelow(String path) {
    return index.getEntriesWithin(path).length > 0;
  }

  private void read(DirectoryView in, String name, String path, FileStamp stamp)
      throws IOException {
    switch (reading.read(in, name, path, stamp)) {
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
