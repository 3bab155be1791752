package dev.gitexport.sync;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.dircache.InvalidPathException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;

/// Compares a folder with an index. What did not change costs one stat; symlinks are never
/// followed. Each directory is a step of its own, from the open directory above.
final class FolderScan {

  /// So many directories may be around a file: JGit goes through trees by recursion.
  static final int DEEPEST = 500;

  private static final String TOO_DEEP =
      "it lies below more than %d directories".formatted(DEEPEST);

  private final SyncRequest request;
  private final DirCache index;
  private final FileReading reading;
  private final Findings all;
  private volatile boolean isRefused;

  FolderScan(SyncRequest request, DirCache index, FileReading reading) {
    this.request = request;
    this.index = index;
    this.reading = reading;
    this.all = new Findings(index);
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
    DirectoryView folder = DirectoryView.of(request);
    Steps.run(folder, more -> look(folder, "", rules, more));
    Optional<String> repository = all.repository();
    if (repository.isPresent()) {
      throw new SyncException.GuardTripped(
          "Could not commit %s: there is a repository in it at '%s', and its files would be lost. Move it away, or ignore its directory."
              .formatted(request.folder(), repository.get()));
    }
    return all.found();
  }

  /// One directory while a thread looks through it.
  ///
  /// @param prefix of the paths in it
  private record Visit(
      DirectoryView directory, String prefix, IgnoreRules rules, Findings found, Steps more) {}

  private void look(DirectoryView directory, String prefix, IgnoreRules above, Steps more)
      throws IOException {
    var found = new Findings(index);
    List<String> names = directory.names();
    Optional<IgnoreRules> rules =
        names.contains(IgnoreRules.FILE)
            ? rules(directory, prefix, above, found)
            : Optional.of(above);
    if (rules.isPresent()) {
      var visit = new Visit(directory, prefix, rules.get(), found, more);
      for (String name : names) {
        look(visit, name);
      }
    }
    add(found);
  }

  private void add(Findings found) {
    synchronized (all) {
      all.addAll(found);
    }
  }

  /// Without its rules nobody knows what of a directory is to be left out: it is held back then.
  private static Optional<IgnoreRules> rules(
      DirectoryView directory, String prefix, IgnoreRules above, Findings found)
      throws IOException {
    try {
      return Optional.of(above.in(directory, prefix));
    } catch (NoSuchFileException e) {
      return Optional.of(above); // gone since it was listed
    } catch (FileSystemException e) {
      if (prefix.isEmpty()) {
        throw e;
      }
      found.holdBack(prefix, "its %s may not be read".formatted(IgnoreRules.FILE));
      return Optional.empty();
    }
  }

  private void look(Visit visit, String name) throws IOException {
    String path = visit.prefix() + name;
    if (name.equalsIgnoreCase(Constants.DOT_GIT)) {
      if (!(request.isWorkTree() && path.equals(Constants.DOT_GIT))) {
        visit.found().repository(path);
        isRefused = true;
      }
    } else if (Leftovers.isOne(name) && index.getEntry(path) == null) {
      visit.found().leftover(path);
    } else {
      try {
        compare(visit, name, path);
      } catch (AccessDeniedException e) {
        visit.found().holdBack(path, "it may not be read");
      } catch (NoSuchFileException e) {
        gone(name, path, visit.found());
      } catch (InvalidPathException e) {
        visit.found().holdBack(path, "git does not allow such a name");
      }
    }
  }

  /// Gone since it was listed: deleted. Or what was listed is no text.
  private static void gone(String name, String path, Findings found) {
    if (name.indexOf('\uFFFD') >= 0) {
      found.holdBack(path, "its name is not UTF-8");
    }
  }

  private void compare(Visit visit, String name, String path) throws IOException {
    FileStamp stamp = visit.directory().stamp(name);
    DirCacheEntry known = index.getEntry(path);
    boolean directory = stamp.mode().equals(FileMode.TREE);
    if (directory && known != null && known.getFileMode().equals(FileMode.GITLINK)) {
      visit.found().known(known);
    } else if (known != null && stamp.matches(known)) {
      visit.found().known(known);
    } else if (visit.rules().ignores(path, directory) && known == null && !isTrackedBelow(path)) {
      return;
    } else if (directory && path.chars().filter(each -> each == '/').count() >= DEEPEST) {
      visit.found().holdBack(path + "/", TOO_DEEP);
    } else if (directory) {
      DirectoryView above = visit.directory().shared();
      visit.more().add(above, more -> child(above, name, path, visit.rules(), more));
    } else {
      read(visit, name, path, stamp);
    }
  }

  private boolean isTrackedBelow(String path) {
    return index.getEntriesWithin(path).length > 0;
  }

  private void read(Visit visit, String name, String path, FileStamp stamp) throws IOException {
    if (isRefused) {
      return; // nothing will be committed
    }
    switch (reading.read(visit.directory(), name, path, stamp)) {
      case FileReading.Result.Read(var entry) -> visit.found().fresh(entry);
      case FileReading.Result.Refused(var why) -> visit.found().holdBack(path, why);
    }
  }

  private void child(DirectoryView above, String name, String path, IgnoreRules rules, Steps more)
      throws IOException {
    var found = new Findings(index);
    Optional<DirectoryView> opened = open(above, name, path, found);
    add(found);
    if (opened.isPresent()) {
      try (DirectoryView child = opened.get()) {
        look(child, path + "/", rules, more);
      } catch (NoSuchFileException e) {
        return; // gone since it was opened
      }
    }
  }

  private static Optional<DirectoryView> open(
      DirectoryView above, String name, String path, Findings found) throws IOException {
    try {
      return Optional.of(above.child(name));
    } catch (NoSuchFileException e) {
      gone(name, path, found);
    } catch (AccessDeniedException e) {
      found.holdBack(path + "/", "it may not be read");
    } catch (FileSystemException e) {
      found.holdBack(path + "/", FileReading.failure(e));
    }
    return Optional.empty();
  }
}
