package dev.gitexport.git;

import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/// An opened repository that exports are read from. It resolves treeishes through the refs of one
/// source only. Thread safe; a reader it hands out belongs to one thread.
public interface TreeSource extends AutoCloseable {

  /// @throws GitException.TreeishNotFound when nothing, or more than one object, has that name
  /// @throws GitException.StoreCorrupt when an object on the way is missing or damaged
  ResolvedTree resolve(Treeish treeish);

  /// What the treeish's name is, before its suffixes, tags not peeled.
  ///
  /// @throws GitException.TreeishNotFound as [#resolve] does
  NamedObject base(Treeish treeish);

  /// The commit, or whatever else, that a ref names, tags peeled. Its objects need not be here: a
  /// shallow store knows from its look at the remote what it has not fetched.
  Optional<ObjectId> named(String refName);

  /// A reader over the objects of this source. The caller closes it.
  ObjectReader newObjectReader();

  /// The tree of the commit that a gitlink names, once [#bring] has brought it.
  default Optional<ResolvedTree> submodule(Gitlink link) {
    return Optional.empty();
  }

  /// Gets hold of what a gitlink names, so that [#submodule] and readers made from now on have it.
  ///
  /// @throws GitException naming the gitlink's path, when that cannot or must not be had
  default void bring(Gitlink link) {
    throw new GitException.ContentRefused("its repository is read alone", null)
        .inSubmodule(link.path());
  }

  /// The content of an LFS object, when it is here.
  default Optional<LfsObject> lfs(LfsLink link) {
    return Optional.empty();
  }

  /// Gets hold of LFS objects, so that [#lfs] has them.
  ///
  /// @throws GitException naming a path, when one cannot or must not be had
  default void bring(List<LfsLink> links) {
    throw new GitException.ContentRefused(
        "LFS objects, as that of '%s', are not read from here: the repository is read alone."
            .formatted(links.getFirst().path()),
        null);
  }

  @Override
  void close();
}
