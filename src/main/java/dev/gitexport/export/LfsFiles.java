package dev.gitexport.export;

import dev.gitexport.git.LfsLink;
import dev.gitexport.git.LfsObject;
import dev.gitexport.git.LfsPointer;
import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.TreeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The files of one plan whose content an LFS server keeps.
final class LfsFiles {

  private final TreeSource source;
  private final TreeObjects objects;
  private final boolean linked;
  private final List<LfsLink> missing = new ArrayList<>();

  /// @param linked whether files may become links, for which their content need not be here
  LfsFiles(TreeSource source, TreeObjects objects, boolean linked) {
    this.source = source;
    this.objects = objects;
    this.linked = linked;
  }

  /// Empty for what is no pointer, which is written as it is.
  Optional<LfsFile> file(String path, TreeEntry entry, ResolvedTree repository) {
    if (objects.blobSize(entry.id()) > LfsPointer.LARGEST) {
      return Optional.empty();
    }
    return LfsPointer.parse(objects.blob(entry.id(), LfsPointer.LARGEST))
        .map(pointer -> new LfsFile(entry.id(), new LfsLink(repository, path, pointer)));
  }

  /// Whether a prior has it at its path.
  boolean isIn(Prior prior, ExportIndex.Cursor there, LfsFile file, boolean executable) {
    return linked
        && file.size() > 0
        && file.blob().name().equals(prior.rewritten().get(file.link().path()))
        && there.stamp().size() == file.size()
        && prior.offers(there, executable);
  }

  /// What to write; empty when it has to be brought first.
  Optional<EntryAction.Lfs> write(LfsFile file, boolean executable) {
    Optional<LfsObject> content = source.lfs(file.link());
    if (content.isEmpty()) {
      missing.add(file.link());
    }
    return content.map(found ->
        new EntryAction.Lfs(
            file, found.file(), executable, found.blob(), new Stamp(file.size(), 0, 0)));
  }

  /// @throws MissingContent when something has to be brought
  void requireAll() {
    if (!missing.isEmpty()) {
      throw new MissingContent(List.of(), missing);
    }
  }
}
