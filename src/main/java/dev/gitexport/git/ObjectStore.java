package dev.gitexport.git;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The objects of one tenant, fetched from his sources. Nothing in it is shared with another
/// tenant, and all of it can be fetched again. Thread safe, and safe with other processes on the
/// same directory: one writer per store at a time.
///
/// A shallow source has a store of its own, `<key>.git`, no deeper than its treeishes ask. Full
/// histories share `shared.git`, each below its own `refs/namespaces/<key>/`.
public final class ObjectStore {

  private static final Pattern TENANT = Pattern.compile("[a-z0-9]([a-z0-9-]{0,251}[a-z0-9])?");

  private final Path directory;
  private final Clock clock;

  /// @param root where the stores of all tenants are
  /// @param tenant a Kubernetes namespace
  public ObjectStore(Path root, String tenant, Clock clock) {
    if (!TENANT.matcher(tenant).matches()) {
      throw new IllegalArgumentException("'%s' is no name of a namespace".formatted(tenant));
    }
    HermeticSystemReader.install();
    this.directory = root.resolve(tenant);
    this.clock = clock;
  }

  /// Asks the remote for its refs. Every export needs a look with its own credentials; who has the
  /// same source may share it.
  ///
  /// @throws GitException.RepositoryUnreachable when the remote does not answer by the deadline
  /// @throws GitException.AuthenticationFailed when it wants other credentials
  public RemoteRefs look(Source source, Access access, Deadline deadline) {
    return new RemoteLook(source, access, deadline).run();
  }

  /// Fetches what the treeish needs and is not here yet, and resolves it.
  ///
  /// @throws GitException.TreeishNotFound when the source has no such treeish
  /// @throws GitException.RepositoryUnreachable when the remote does not deliver by the deadline
  /// @throws GitException.StoreCorrupt when the store is damaged; the damage is set aside and the
  ///   next call fetches anew
  public Fetched fetch(
      Source source, Access access, Treeish treeish, RemoteRefs look, Deadline deadline) {
    if (!look.source().equals(source)) {
      throw new IllegalArgumentException("a look is good for its own source only");
    }
    var lookup = new Lookup(source.url(), treeish);
    if (look.isEmpty()) {
      throw lookup.notFound("the remote has no commits yet", "Push something to it");
    }
    return new TreeishFetch(store(source), access, lookup, look, deadline).run();
  }

  /// Fetches refs by refspecs, with their whole history, into the shared store. A ref that would
  /// lose commits is left as it was unless its refspec forces it; the answer tells.
  ///
  /// @param look of a source whose history is full
  /// @throws GitException.TreeishNotFound when the source has no such ref or object
  /// @throws GitException.RepositoryUnreachable when the remote does not deliver by the deadline
  public List<FetchedRef> fetchRefs(
      Access access, Refspecs refspecs, RemoteRefs look, Deadline deadline) {
    if (look.source().history() != History.FULL) {
      throw new IllegalArgumentException("refspecs are fetched with their whole history");
    }
    return new RefspecFetch(store(look.source()), access, refspecs, look, deadline).run();
  }

  /// Looks through a store for damage, sets aside what is damaged and forgets refs that no longer
  /// connect, so that the next fetch brings it again. For a reader that met a damaged object.
  public void repair(Source source, Deadline deadline) {
    new StoreRepair(store(source), clock).run(deadline);
  }

  /// The LFS objects of a source, which are fetched when they are asked for.
  ///
  /// @param deadlines one for every fetch
  public LfsOrigin lfs(Source source, Access access, Supplier<Deadline> deadlines) {
    return new RemoteLfs(lfs(source), source, access, deadlines);
  }

  private LfsObjects lfs(Source source) {
    return new LfsObjects(directory.resolve(source.key() + ".lfs"));
  }

  /// Where a source's objects are, for statistics, gc and verification.
  public StoreMaintenance maintenance(Source source) {
    return new StoreMaintenance(store(source), lfs(source), clock);
  }

  private StoreDirectory store(Source source) {
    return new StoreDirectory(
        directory.resolve(
            switch (source.history()) {
              case SHALLOW -> source.key() + ".git";
              case FULL -> "shared.git";
            }));
  }
}
