package dev.gitexport.export;

import dev.gitexport.git.LfsLink;
import org.eclipse.jgit.lib.ObjectId;

/// A file whose content an LFS server keeps.
///
/// @param blob the pointer in the tree
record LfsFile(ObjectId blob, LfsLink link) {

  long size() {
    return link.pointer().size();
  }
}
