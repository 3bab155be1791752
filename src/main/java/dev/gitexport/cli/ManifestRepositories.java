package dev.gitexport.cli;

import dev.gitexport.failure.InputException;
import dev.gitexport.git.Access;
import dev.gitexport.git.Deadline;
import dev.gitexport.git.FetchedRef;
import dev.gitexport.git.ObjectStore;
import dev.gitexport.git.RemoteRefs;
import dev.gitexport.git.Source;
import dev.gitexport.git.SourceSecret;
import dev.gitexport.git.TreeSource;
import dev.gitexport.operator.gitexport.GitExportRequest;
import dev.gitexport.operator.gitexport.SourceAccess;
import dev.gitexport.operator.source.GitSource;
import java.util.List;
import java.util.function.Consumer;

/// Gets what manifests name: a path is read in place, a URL fetched into the object store, as the
/// operator does.
///
/// @param override instead of the manifests' repositories; empty for theirs
record ManifestRepositories(Surroundings surroundings, StoreDirectoryOption stores, String override)
    implements SourceAccess {

  @Override
  public TreeSource open(GitExportRequest request, Consumer<List<FetchedRef>> fetched) {
    GitSource source = request.source();
    String repository = override.isEmpty() ? source.repository() : override;
    return repository.startsWith("file:") || Repositories.isRemote(repository)
        ? fetch(request, repository, fetched)
        : inPlace(request, repository);
  }

  private TreeSource inPlace(GitExportRequest request, String path) {
    if (request.options().refspecs().isPresent()) {
      throw new InputException.InvalidSpec(
          "spec.refspecs",
          "nothing is fetched from a path, which is read in place; write file:///path",
          null);
    }
    return new Repositories(surroundings, stores)
        .open(path, request.source().namespace(), List.of(request.treeish()));
  }

  private TreeSource fetch(
      GitExportRequest request, String url, Consumer<List<FetchedRef>> fetched) {
    SourceSecret secret =
        override.isEmpty() ? request.source().secret() : VariableSecret.of(surroundings, url);
    Access access = secret.over(surroundings.network());
    Source source = source(request, url, secret);
    ObjectStore store = stores.of(request.publication().owner().namespace());
    Deadline deadline = Deadline.in(surroundings.clock(), request.timeout());
    RemoteRefs look = store.look(source, access, deadline);
    request
        .options()
        .refspecs()
        .map(specs -> store.fetchRefs(access, specs, look, deadline))
        .ifPresent(fetched);
    TreeSource opened = store.fetch(source, access, request.treeish(), look, deadline).source();
    stores.lookAfter(store, source);
    return new Repositories(surroundings, stores)
        .superproject(
            opened,
            source,
            store,
            access,
            () -> Deadline.in(surroundings.clock(), request.timeout()));
  }

  private static Source source(GitExportRequest request, String url, SourceSecret secret) {
    return Arguments.parse(
        "spec.repository",
        url,
        text ->
            new Source(
                text, request.source().namespace(), secret.id(), request.source().history()));
  }
}
