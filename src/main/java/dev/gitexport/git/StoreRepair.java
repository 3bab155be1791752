package dev.gitexport.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;

/// Makes a damaged store usable: what is damaged is renamed, what hangs on it is forgotten, and the
/// next fetch brings both again. Only ever for a store of our own.
final class StoreRepair {

  private final StoreDirectory directory;
  private final Clock clock;

  StoreRepair(StoreDirectory directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  void run(Deadline deadline) {
    try (StoreLock _ = directory.lock(deadline)) {
      if (directory.exists()) {
        directory.prepare();
        openOrSetAside().close();
        runUnderLock();
      }
    } catch (IOException e) {
      throw new GitException.StoreCorrupt(
          "Could not repair the store %s: %s. Remove it: all of it can be fetched again."
              .formatted(directory.path(), e),
          e);
    }
  }

  /// @throws GitException.StoreCorrupt when it is no repository any more; the next fetch makes one
  Repository openOrSetAside() throws IOException {
    try {
      return directory.open();
    } catch (GitException.RepositoryUnreachable e) {
      Path aside = directory.setAside(clock.instant());
      throw new GitException.StoreCorrupt(
          "Could not open the store %s: it is damaged and was set aside as %s. The next try fetches anew."
              .formatted(directory.path(), aside.getFileName()),
          e);
    }
  }

  /// @throws GitException.RepositoryUnreachable when it could not look; then all stays as it is
  void runUnderLock() throws IOException {
    try {
      Verification found = new StoreVerification(directory).run();
      for (Path pack : found.packs()) {
        directory.setAsidePack(pack, clock.instant());
      }
      for (var id : found.looseObjects()) {
        Path object = directory.looseObject(id);
        Files.move(object, object.resolveSibling(object.getFileName() + ".damaged"));
      }
      forget(new StoreVerification(directory).brokenRefs());
    } catch (UnusableViewException e) {
      throw e.asFailure(directory);
    } catch (IOException | RuntimeException e) {
      directory.setAside(clock.instant());
    }
  }

  /// A ref without its objects would tell the remote that we have them.
  private void forget(List<String> refs) throws IOException {
    try (Repository repository = directory.open()) {
      for (String ref : refs) {
        RefUpdate update = repository.updateRef(ref);
        update.setForceUpdate(true);
        update.delete();
      }
    }
    directory.forgetMissingShallow();
  }
}
