package dev.gitexport.git;

import java.util.List;
import java.util.Optional;

/// Where the LFS objects of one repository come from.
public interface LfsOrigin {

  /// An object that is here already, whole.
  Optional<LfsObject> find(LfsPointer pointer);

  /// Gets hold of objects, so that [#find] has them.
  ///
  /// @throws GitException naming a path, when one cannot or must not be had
  void fetch(List<LfsLink> links);
}
