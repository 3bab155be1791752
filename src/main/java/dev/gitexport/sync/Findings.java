package dev.gitexport.sync;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;

/// What a scan finds, of one directory or of all. In which order directories are looked at does not
/// show. Not thread safe.
final class Findings {

  private final DirCache index;
  private final List<DirCacheEntry> entries = new ArrayList<>();
  private final List<HeldBack> heldBack = new ArrayList<>();
  private final List<String> leftovers = new ArrayList<>();
  private final List<String> repositories = new ArrayList<>();
  private boolean read;

  Findings(DirCache index) {
    this.index = index;
  }

  /// As the index has it.
  void known(DirCacheEntry entry) {
    entries.add(entry);
  }

  /// Other than the index has it.
  void fresh(DirCacheEntry entry) {
    entries.add(entry);
    read = true;
  }

  /// What a killed run left.
  void leftover(String path) {
    leftovers.add(path);
  }

  /// Somebody's git directory.
  void repository(String path) {
    repositories.add(path);
  }

  /// What was committed before stays as it was.
  ///
  /// @param path with a slash at its end for all of a directory; empty for all
  void holdBack(String path, String why) {
    heldBack.add(new HeldBack(path, why));
    if (path.endsWith("/") || path.isEmpty()) {
      entries.addAll(List.of(index.getEntriesWithin(path)));
    } else {
      DirCacheEntry known = index.getEntry(path);
      if (known != null && known.getLength() != 0) {
        fresh(changed(known));
      } else if (known != null) {
        known(known);
      }
    }
  }

  /// What was committed of a file that is something else by now. The index says so by a length that
  /// no file has: git itself looks at whole seconds, and took a file that was written in the same
  /// one for what is committed.
  static DirCacheEntry changed(DirCacheEntry known) {
    var entry = new DirCacheEntry(known.getRawPath());
    entry.copyMetaData(known);
    entry.smudgeRacilyClean();
    return entry;
  }

  void addAll(Findings other) {
    entries.addAll(other.entries);
    heldBack.addAll(other.heldBack);
    leftovers.addAll(other.leftovers);
    repositories.addAll(other.repositories);
    read |= other.read;
  }

  /// The same one of several, whoever asks.
  Optional<String> repository() {
    return repositories.stream().min(Comparator.naturalOrder());
  }

  /// To be called once.
  FolderScan.Found found() {
    keepWhatIsNotCheckedOut();
    heldBack.sort(Comparator.comparing(HeldBack::path));
    boolean isIndex = !read && entries.size() == index.getEntryCount();
    return new FolderScan.Found(entries, heldBack, leftovers, isIndex);
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
}
