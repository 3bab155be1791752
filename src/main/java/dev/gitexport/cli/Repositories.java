package dev.gitexport.cli;

import dev.gitexport.git.Access;
import dev.gitexport.git.Deadline;
import dev.gitexport.git.Fetched;
import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.History;
import dev.gitexport.git.LocalRepository;
import dev.gitexport.git.ObjectStore;
import dev.gitexport.git.RemoteRefs;
import dev.gitexport.git.Source;
import dev.gitexport.git.SourceSecret;
import dev.gitexport.git.Superproject;
import dev.gitexport.git.TreeSource;
import dev.gitexport.git.Treeish;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Opens what a user names as a repository: a path or a `file:` URL where it is, another URL by
/// fetching, or nothing for the one around the working directory.
///
/// @param stores where fetched objects are kept
record Repositories(Surroundings surroundings, StoreDirectoryOption stores) {

  private static final Pattern URL = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://.*");
  private static final Pattern SCP = Pattern.compile("[^/:]+@[^/:]+:.*");

  /// Nobody waits longer for one treeish.
  private static final Duration LONGEST = Duration.ofMinutes(10);

  static boolean isRemote(String repository) {
    return !repository.startsWith("file:")
        && (URL.matcher(repository).matches() || SCP.matcher(repository).matches());
  }

  /// @param wanted what the source is to resolve, when it has to be fetched
  TreeSource open(String repository, GitNamespace namespace, List<Treeish> wanted) {
    return isRemote(repository)
        ? fetch(repository, namespace, wanted)
        : local(path(repository), namespace);
  }

  private static TreeSource local(Path path, GitNamespace namespace) {
    return Superproject.of(LocalRepository.open(path, namespace));
  }

  private TreeSource fetch(String repository, GitNamespace namespace, List<Treeish> wanted) {
    SourceSecret secret = VariableSecret.of(surroundings, repository);
    Source source =
        Arguments.parse(
            "--repository",
            repository,
            url -> new Source(url, namespace, secret.id(), History.SHALLOW));
    ObjectStore store = stores.of(LocalResource.DEFAULT_NAMESPACE);
    Access access = secret.over(surroundings.network());
    RemoteRefs look = store.look(source, access, deadline());
    for (Treeish treeish : wanted.subList(1, wanted.size())) {
      store.fetch(source, access, treeish, look, deadline()).close();
    }
    TreeSource fetched = store.fetch(source, access, wanted.getFirst(), look, deadline()).source();
    stores.lookAfter(store, source);
    return superproject(fetched, source, store, access, this::deadline);
  }

  /// What was fetched, with its submodules, each under a deadline of its own.
  Superproject superproject(
      TreeSource fetched,
      Source source,
      ObjectStore store,
      Access access,
      Supplier<Deadline> deadlines) {
    return Superproject.fetched(
        fetched,
        source,
        (submodule, commit) -> fetch(submodule, commit, store, access, deadlines.get()),
        each -> store.lfs(each, access, deadlines));
  }

  private Fetched fetch(
      Source source, Treeish commit, ObjectStore store, Access access, Deadline deadline) {
    RemoteRefs look = store.look(source, access, deadline);
    Fetched fetched = store.fetch(source, access, commit, look, deadline);
    stores.lookAfter(store, source);
    return fetched;
  }

  private Deadline deadline() {
    return Deadline.in(surroundings.clock(), LONGEST);
  }

  private Path path(String repository) {
    if (repository.isEmpty()) {
      return LocalRepository.discover(surroundings.workingDirectory());
    }
    return repository.startsWith("file:///")
        ? Path.of(URI.create(repository))
        : surroundings.resolve(Path.of(repository));
  }
}
