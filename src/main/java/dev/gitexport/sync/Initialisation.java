package dev.gitexport.sync;

import dev.gitexport.files.Durable;
import dev.gitexport.git.Push;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The first run over a folder. Until it is finished a mark stands beside the repository: a killed
/// first run left files that are no one else's.
record Initialisation(Session session, Push remote) {

  void check() throws IOException {
    SyncRequest request = session.request();
    if (request.isWorkTree() || session.refs().head().isPresent() || Files.exists(mark())) {
      return;
    }
    boolean join = request.settings().adopt() || isEmpty(request.folder());
    if (!join && remote.fetch(session.repository(), request.ref()).isPresent()) {
      throw new SyncException.FolderNotEmpty(
          "Could not fill %s from %s: both have content. Choose an empty folder, or join them (--adopt, initialise: Adopt)."
              .formatted(request.folder(), request.branch()));
    }
    Durable.replace(mark(), new byte[0]);
  }

  /// Not before there is a commit: a branch and a folder that were empty together stay joined.
  void finish() throws IOException {
    if (session.refs().head().isPresent()) {
      Files.deleteIfExists(mark());
    }
  }

  private Path mark() {
    return session.store().directory().resolve("gitsync-first-run");
  }

  static boolean isEmpty(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return true;
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.findAny().isEmpty();
    }
  }
}
