package dev.gitexport.git;

import java.io.IOException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/// Which objects may be named by their id. In a repository of its own a source names them all; in a
/// shared one only what its own refs reach.
@FunctionalInterface
interface IdAccess {

  boolean admits(ObjectReader reader, ObjectId id) throws IOException;

  static IdAccess everything() {
    return (_, _) -> true;
  }
}
