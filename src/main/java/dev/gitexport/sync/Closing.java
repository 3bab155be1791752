package dev.gitexport.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gitexport.files.Durable;
import dev.gitexport.files.Trash;
import dev.gitexport.sync.FaultPoints.FaultPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;

/// The end of a folder. It gets another name first, so that nobody writes to it any more, and is
/// looked at once more under that; only then it goes, and after it the repository.
///
/// A file in the repository holds the other name. Killed before the last look, the next run gives
/// the folder its name back; killed after it, the next run removes what is left.
record Closing(Session session) {

  void run(boolean discard) throws IOException {
    if (session.request().isWorkTree()) {
      throw new IllegalArgumentException(
          "%s has its own repository, which is not ours to remove".formatted(folder()));
    }
    if (!discard) {
      check();
    }
    Path aside = folder().resolveSibling(".%s.%s".formatted(name(), UUID.randomUUID()));
    Durable.replace(begun(), aside.toString().getBytes(UTF_8));
    session.faults().reached(FaultPoint.CLOSING);
    if (isThere(folder())) {
      rename(folder(), aside);
    }
    session.faults().reached(FaultPoint.SET_ASIDE);
    if (!discard) {
      checkAgain(aside);
    }
    Durable.move(begun(), checked());
    session.faults().reached(FaultPoint.CLOSED);
    boolean madeAnew = isThere(folder());
    remove();
    if (madeAnew) {
      throw unpushed(
          "all that was in it is pushed and removed, but somebody made it anew meanwhile. Move away what is there now, or open a folder with it");
    }
  }

  private void check() throws IOException {
    if (session.hasUnpushed()) {
      throw unpushed("it holds what was not pushed. Push it, or discard it");
    }
    Set<ObjectId> lost = session.refs().lostOnlyHere();
    if (!lost.isEmpty()) {
      throw unpushed(
          "%s in %s lost a conflict and would be lost altogether. Push a branch of it and delete its ref in refs/gitsync/lost, or discard it"
              .formatted(
                  lost.stream().map(ObjectId::name).collect(Collectors.joining(", ")),
                  session.request().gitDirectory()));
    }
  }

  private void checkAgain(Path aside) throws IOException {
    try {
      if (new Session(
              session.request().at(aside),
              session.store(),
              session.deadline(),
              session.clock(),
              session.faults())
          .hasUnpushed()) {
        throw unpushed("something was written to it meanwhile. Push it, or discard it");
      }
    } catch (SyncException | IOException e) {
      giveBack();
      throw e;
    }
  }

  /// Goes on where a killed run ended.
  ///
  /// @return whether the repository was removed
  boolean goOn() throws IOException {
    if (Files.exists(checked())) {
      remove();
      return true;
    }
    if (Files.exists(begun())) {
      giveBack();
    }
    return false;
  }

  private void giveBack() throws IOException {
    Path aside = Path.of(Files.readString(begun()));
    if (isThere(aside)) {
      if (isThere(folder())) {
        throw new SyncException.GuardTripped(
            "Could not go on with %s: it was to be removed and is in %s, and somebody made it anew. Move one of them away."
                .formatted(folder(), aside));
      }
      rename(aside, folder());
    }
    Durable.delete(begun());
  }

  /// In the directory that both are in, whatever its path leads to meanwhile.
  private void rename(Path from, Path to) throws IOException {
    try (HeldDirectory parent = session.request().holdParent()) {
      Durable.move(
          parent.path().resolve(from.getFileName()), parent.path().resolve(to.getFileName()));
    }
  }

  private void remove() throws IOException {
    Trash.delete(Path.of(Files.readString(checked())));
    session.faults().reached(FaultPoint.FOLDER_REMOVED);
    session.store().remove();
  }

  private Path begun() {
    return session.store().directory().resolve("gitsync-closing");
  }

  private Path checked() {
    return session.store().directory().resolve("gitsync-closed");
  }

  private Path folder() {
    return session.request().folder();
  }

  private String name() {
    return String.valueOf(folder().getFileName());
  }

  private static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private SyncException.Unpushed unpushed(String why) {
    return new SyncException.Unpushed("Could not remove %s: %s.".formatted(folder(), why));
  }
}
