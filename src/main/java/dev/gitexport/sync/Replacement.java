package dev.gitexport.sync;

import dev.gitexport.sync.FaultPoints.FaultPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.jspecify.annotations.Nullable;

/// Puts another file in the place of one that is as it was committed; at no moment there is none.
/// Others may write to the file in that moment, or rename one of theirs to it: so what was replaced
/// is looked at under a name beside it, and put back unless it is what was committed. What a killed
/// run leaves under such a name, the next one looks at.
///
/// @param name of the file in the directory
/// @param entry what was committed of it
/// @param target what it becomes
record Replacement(
    HeldDirectory directory,
    String name,
    @Nullable DirCacheEntry entry,
    FlatTree.Leaf target,
    FaultPoints faults) {

  /// @param fresh the other file, in the same directory
  void put(Path fresh) throws IOException {
    String beside = Leftovers.former();
    Files.move(fresh, path(beside), StandardCopyOption.ATOMIC_MOVE);
    faults.reached(FaultPoint.REPLACING);
    try {
      if (!directory.exchange(beside, name)) {
        putByLink(beside);
        return;
      }
    } catch (NoSuchFileException e) {
      // Somebody deleted it: that is a change of his.
      Files.deleteIfExists(path(beside));
      return;
    }
    faults.reached(FaultPoint.FILE_REPLACED);
    if (isCommitted(beside)) {
      Files.delete(path(beside));
      return;
    }
    directory.exchange(beside, name);
    if (isCommitted(beside) || content().is(beside, target)) {
      Files.delete(path(beside));
    }
  }

  /// Where names cannot be exchanged, a second name keeps the former file; what somebody renames to
  /// it between two calls is not seen.
  private void putByLink(String beside) throws IOException {
    String former = Leftovers.former();
    Files.createLink(path(former), path(name));
    Files.move(path(beside), path(name), StandardCopyOption.ATOMIC_MOVE);
    faults.reached(FaultPoint.FILE_REPLACED);
    if (isCommitted(former)) {
      Files.delete(path(former));
    } else {
      Files.move(path(former), path(name), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /// Its stat changed with its names: the content tells.
  private boolean isCommitted(String other) throws IOException {
    return content().isUnchanged(other, entry);
  }

  private FolderContent content() {
    return new FolderContent(directory.path());
  }

  private Path path(String other) {
    return directory.path().resolve(other);
  }
}
