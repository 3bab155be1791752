package dev.gitexport.git;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Ref;

/// The refs of one source, under the full names they have inside it.
interface RefSource {

  /// @param name `HEAD`, another name at the root, or `refs/…`
  Optional<Ref> exact(String name) throws IOException;

  List<String> names() throws IOException;
}
