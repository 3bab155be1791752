package dev.gitexport.git;

import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/// A store as one source sees it: names from its own look at the remote, objects from the store.
final class StoreView implements TreeSource {

  private final Repository repository;
  private final TreeishResolver resolver;

  StoreView(Repository repository, RemoteRefs look, StoreRefs refs) {
    this.repository = repository;
    this.resolver =
        new TreeishResolver(
            look.source().url(),
            repository,
            new RefNames(look),
            look.source().history() == History.FULL
                ? new ReachableIds(refs)
                : IdAccess.everything());
  }

  @Override
  public ResolvedTree resolve(Treeish treeish) {
    return resolver.resolve(treeish);
  }

  ResolvedTree resolveWithin(Treeish treeish) {
    return resolver.resolveWithin(treeish);
  }

  @Override
  public NamedObject base(Treeish treeish) {
    return resolver.base(treeish);
  }

  @Override
  public Optional<ObjectId> named(String refName) {
    return resolver.named(refName);
  }

  @Override
  public ObjectReader newObjectReader() {
    return repository.newObjectReader();
  }

  @Override
  public void close() {
    repository.close();
  }
}
