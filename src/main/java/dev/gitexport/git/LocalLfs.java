package dev.gitexport.git;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// LFS objects of a repository on this machine, as far as git-lfs has fetched them there. Nothing
/// is asked of a server, and nothing is written.
///
/// @param objects the clone's own
record LocalLfs(LfsObjects objects) implements LfsOrigin {

  @Override
  public Optional<LfsObject> find(LfsPointer pointer) {
    try {
      return objects.find(pointer);
    } catch (IOException e) {
      throw objects.unreadable(pointer, e);
    }
  }

  @Override
  public void fetch(List<LfsLink> links) {
    throw new GitException.StoreCorrupt(
        "The LFS object of '%s' (%s) is not, or not whole, in %s. Run `git lfs fetch --all` there."
            .formatted(
                links.getFirst().path(), links.getFirst().pointer().oid(), objects.directory()),
        null);
  }
}
