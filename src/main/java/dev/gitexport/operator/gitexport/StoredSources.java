package dev.gitexport.operator.gitexport;

import dev.gitexport.failure.InputException;
import dev.gitexport.git.Deadline;
import dev.gitexport.git.Fetched;
import dev.gitexport.git.FetchedRef;
import dev.gitexport.git.LfsLink;
import dev.gitexport.git.LfsObject;
import dev.gitexport.git.LfsOrigin;
import dev.gitexport.git.LfsPointer;
import dev.gitexport.git.Network;
import dev.gitexport.git.ObjectStore;
import dev.gitexport.git.RemoteRefs;
import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.Source;
import dev.gitexport.git.Superproject;
import dev.gitexport.git.TreeSource;
import dev.gitexport.git.Treeish;
import dev.gitexport.git.Upkeep;
import dev.gitexport.operator.source.GitSource;
import dev.gitexport.operator.source.HostLimit;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Looks at remotes and fetches into the store of the resource's namespace. Thread safe.
public final class StoredSources implements SourceAccess {

  private final Path store;
  private final Network network;
  private final HostLimit hosts;
  private final Clock clock;
  private final Upkeep upkeep;
  private final SharedLooks looks;

  /// @param store where the stores of all namespaces are
  /// @param network which addresses may be connected to
  /// @param hosts connections to one host at a time
  public StoredSources(Path store, Network network, HostLimit hosts, Clock clock, Upkeep upkeep) {
    this.store = store;
    this.network = network;
    this.hosts = hosts;
    this.clock = clock;
    this.upkeep = upkeep;
    this.looks = new SharedLooks(clock);
  }

  @Override
  public TreeSource open(GitExportRequest request, Consumer<List<FetchedRef>> fetched) {
    Remote remote = remote(request);
    Fetched opened =
        fetch(
            request,
            remote,
            request.treeish(),
            (objects, look, deadline) -> {
              request
                  .options()
                  .refspecs()
                  .map(specs -> objects.fetchRefs(remote.access(), specs, look, deadline))
                  .ifPresent(fetched);
              return objects.fetch(
                  remote.source(), remote.access(), request.treeish(), look, deadline);
            });
    return superproject(request, remote, opened);
  }

  /// Known by the last look, when somebody of the same source resolved it.
  @Override
  public Optional<ResolvedTree> known(GitExportRequest request) {
    if (!request.isForTreeAlone()) {
      return Optional.empty();
    }
    Deadline deadline = Deadline.in(clock, request.timeout());
    return look(request, remote(request), objects(request), deadline).tree(request.treeish());
  }

  private Superproject superproject(GitExportRequest request, Remote remote, Fetched fetched) {
    return Superproject.fetched(
        fetched.source(),
        remote.source(),
        (source, commit) -> submodule(request, new Remote(source, remote.access()), commit),
        source -> lfs(request, new Remote(source, remote.access())));
  }

  private LfsOrigin lfs(GitExportRequest request, Remote remote) {
    LfsOrigin stored =
        objects(request)
            .lfs(remote.source(), remote.access(), () -> Deadline.in(clock, request.timeout()));
    return new LfsOrigin() {
      @Override
      public Optional<LfsObject> find(LfsPointer pointer) {
        return stored.find(pointer);
      }

      @Override
      public void fetch(List<LfsLink> links) {
        hosts.within(
            remote.source().host(),
            () -> {
              stored.fetch(links);
              return links;
            });
      }
    };
  }

  private Fetched submodule(GitExportRequest request, Remote remote, Treeish commit) {
    return fetch(
        request,
        remote,
        commit,
        (objects, look, deadline) ->
            objects.fetch(remote.source(), remote.access(), commit, look, deadline));
  }

  /// What is fetched once the remote was looked at.
  @FunctionalInterface
  private interface Fetching {
    Fetched fetch(ObjectStore objects, RemoteRefs look, Deadline deadline);
  }

  private Fetched fetch(
      GitExportRequest request, Remote remote, Treeish treeish, Fetching fetching) {
    ObjectStore objects = objects(request);
    Deadline deadline = Deadline.in(clock, request.timeout());
    SharedLook look = look(request, remote, objects, deadline);
    Fetched fetched =
        hosts.within(remote.source().host(), () -> fetching.fetch(objects, look.refs(), deadline));
    look.resolved(treeish, fetched.tree());
    upkeep.after(objects.maintenance(remote.source()));
    return fetched;
  }

  private SharedLook look(
      GitExportRequest request, Remote remote, ObjectStore objects, Deadline deadline) {
    return looks.get(remote, request.interval(), () -> look(objects, remote, deadline));
  }

  private ObjectStore objects(GitExportRequest request) {
    return new ObjectStore(store, request.publication().owner().namespace(), clock);
  }

  /// Makes the next [#open] of this source look at the remote, however young the last look is.
  void expire(GitExportRequest request) {
    looks.expire(remote(request));
  }

  /// When the remote was last looked at, for this resource or another.
  Optional<Instant> lastLook(GitExportRequest request) {
    return looks.last(remote(request));
  }

  private RemoteRefs look(ObjectStore objects, Remote remote, Deadline deadline) {
    RemoteRefs seen =
        hosts.within(
            remote.source().host(), () -> objects.look(remote.source(), remote.access(), deadline));
    upkeep.after(objects.maintenance(remote.source())); // also of what nobody fetches into any more
    return seen;
  }

  private Remote remote(GitExportRequest request) {
    return new Remote(source(request), request.source().secret().over(network));
  }

  private static Source source(GitExportRequest request) {
    GitSource source = request.source();
    try {
      return new Source(
          source.repository(), source.namespace(), source.secret().id(), source.history());
    } catch (IllegalArgumentException e) {
      throw new InputException.InvalidSpec("spec.repository", String.valueOf(e.getMessage()), e);
    }
  }
}
