package dev.gitexport.git;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// LFS objects of a repository that is fetched.
///
/// @param objects that were fetched
/// @param deadlines one for every fetch
record RemoteLfs(LfsObjects objects, Source source, Access access, Supplier<Deadline> deadlines)
    implements LfsOrigin {

  @Override
  public Optional<LfsObject> find(LfsPointer pointer) {
    try {
      Optional<LfsObject> found = objects.find(pointer);
      if (found.isPresent()) {
        objects.touch(pointer, deadlines.get().clock().instant());
      }
      return found;
    } catch (IOException e) {
      throw objects.unreadable(pointer, e);
    }
  }

  @Override
  public void fetch(List<LfsLink> links) {
    new LfsFetch(source, access, objects, deadlines.get()).run(links);
  }
}
