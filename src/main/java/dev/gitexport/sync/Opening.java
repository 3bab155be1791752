package dev.gitexport.sync;

import dev.gitexport.files.Durable;
import dev.gitexport.files.Trash;
import dev.gitexport.git.Deadline;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;

/// The start of a folder. Of two who open it at once, the one that makes its directory does.
record Opening(SyncRequest request, Deadline deadline, Clock clock, FaultPoints faults) {

  /// @param fill does the rest
  SyncOutcome run(Supplier<SyncOutcome> fill) throws IOException {
    refuseWhatIsThere();
    forgetFormer();
    make();
    boolean opened = false;
    try {
      SyncOutcome outcome = fill.get();
      opened = true;
      return outcome;
    } finally {
      if (!opened) {
        giveUp();
      }
    }
  }

  private void refuseWhatIsThere() {
    if (Files.exists(request.folder(), LinkOption.NOFOLLOW_LINKS)) {
      throw isThere();
    }
  }

  private SyncException.FolderNotEmpty isThere() {
    return new SyncException.FolderNotEmpty(
        "Could not open %s: it is there already. Choose a path where nothing is."
            .formatted(request.folder()));
  }

  /// A folder that was there before and was not closed may have left commits that are nowhere else.
  private void forgetFormer() throws IOException {
    if (!Files.exists(request.gitDirectory())) {
      return;
    }
    try (Session session = Session.open(request, deadline, clock, faults)) {
      refuseWhatIsThere();
      if (!session.refs().areAllPushed() || !session.refs().lostOnlyHere().isEmpty()) {
        throw new SyncException.Unpushed(
            "Could not open %s: the folder that was there left commits in %s that were not pushed. Push them from there with git, or close the folder and discard them."
                .formatted(request.folder(), request.gitDirectory()));
      }
      session.store().remove();
    }
  }

  private void make() throws IOException {
    Path parent = request.folder().resolveSibling("");
    Files.createDirectories(parent);
    try {
      Files.createDirectory(request.folder());
    } catch (FileAlreadyExistsException e) {
      throw isThere();
    }
    Durable.sync(parent);
  }

  /// A folder that could not be filled is none: the next try finds nothing in its way.
  private void giveUp() {
    try {
      Files.deleteIfExists(request.folder());
      Trash.delete(request.gitDirectory());
    } catch (IOException e) {
      // There is something in it: it stays, and so does what is behind it.
    }
  }
}
