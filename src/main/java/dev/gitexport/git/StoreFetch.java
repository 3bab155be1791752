package dev.gitexport.git;

import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;

/// Brings wanted objects into a store: receive a pack, check that nothing is missing, then let refs
/// name them.
final class StoreFetch {

  /// What is wanted is known by its id: a server that can be told need not list its refs again.
  private static final List<RefSpec> NO_REFS = List.of(new RefSpec("refs/none"));

  private final StoreDirectory directory;
  private final Repository repository;
  private final StoreRefs refs;
  private final Transport transport;
  private final Deadline deadline;

  StoreFetch(
      StoreDirectory directory,
      Repository repository,
      StoreRefs refs,
      Transport transport,
      Deadline deadline) {
    this.directory = directory;
    this.repository = repository;
    this.refs = refs;
    this.transport = transport;
    this.deadline = deadline;
  }

  /// What lets refs name the objects, once all are there.
  @FunctionalInterface
  interface RefWriting {

    void run() throws IOException;
  }

  void run(Want want, RemoteRefs look) throws IOException {
    run(want, look.source().history() == History.SHALLOW, () -> refs.update(want, look));
  }

  void run(Want want, boolean shallow, RefWriting writing) throws IOException {
    directory.keepShallow();
    try {
      if (shallow) {
        transport.setDepth(want.depth());
      }
      receive(want);
      checkConnected(want, shallow);
      writing.run();
    } catch (TransportException e) {
      directory.restoreShallow();
      if (e.getCause() instanceof MissingObjectException missing) {
        throw incomplete(missing);
      }
      throw e;
    } catch (IOException | RuntimeException e) {
      directory.restoreShallow();
      throw e;
    }
    directory.forgetShallow();
  }

  private GitException.StoreCorrupt incomplete(MissingObjectException e) {
    return new GitException.StoreCorrupt(
        "Could not fetch %s: object %s is missing. The store is checked before the next try; if this stays, run `git fsck` at the remote."
            .formatted(transport.getURI(), e.getObjectId().name()),
        e);
  }

  private void receive(Want want) throws IOException {
    try (FetchConnection connection = transport.openFetch(NO_REFS)) {
      reception().receive(connection, want.tips());
    }
  }

  private void checkConnected(Want want, boolean shallow) throws IOException {
    try {
      // A shallow store is small, and what its refs name ends somewhere.
      reception().checkConnected(want.tips().values(), !shallow);
    } catch (MissingObjectException e) {
      throw incomplete(e);
    }
  }

  private Reception reception() {
    return new Reception(repository, deadline);
  }
}
