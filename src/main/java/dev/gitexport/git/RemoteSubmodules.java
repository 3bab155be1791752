package dev.gitexport.git;

import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.eclipse.jgit.lib.ObjectId;

/// Submodules of a repository that is fetched: fetched likewise, each into a store of its own, from
/// the superproject's scheme, host and port only, so that its credentials go nowhere else.
///
/// @param superproject the base of relative URLs
/// @param fetching looks at a source and fetches a treeish of it
/// @param lfs where the LFS objects of a source come from
record RemoteSubmodules(
    Source superproject,
    BiFunction<Source, Treeish, Fetched> fetching,
    Function<Source, LfsOrigin> lfs)
    implements SubmoduleOrigin {

  @Override
  public Submodule open(String name, String url, ObjectId commit) {
    Source source = source(url);
    Fetched fetched = fetching.apply(source, new Treeish(commit.name()));
    return new Submodule(fetched, new RemoteSubmodules(source, fetching, lfs), lfs.apply(source));
  }

  private Source source(String url) {
    Source source;
    try {
      source =
          new Source(
              RepositoryUrl.resolve(superproject.url(), url),
              GitNamespace.none(),
              superproject.credentialId(),
              History.SHALLOW);
    } catch (IllegalArgumentException e) {
      throw new GitException.ContentRefused(
          "its URL in .gitmodules is not supported. Make it relative (../name.git), or an https or ssh URL of %s."
              .formatted(superproject.server()),
          e);
    }
    if (superproject.scheme().equals("file")) {
      throw new GitException.ContentRefused(
          "submodules of a repository on this machine are read from a clone only, where they are checked out. Name the clone's path, or serve the repository over https or ssh.",
          null);
    }
    if (!isAtSameServer(source)) {
      throw new GitException.ContentRefused(
          "its URL in .gitmodules leads to %s, and only %s, where the superproject is, may be asked. Make the URL relative (../name.git) and keep a mirror there."
              .formatted(source.server(), superproject.server()),
          null);
    }
    return source;
  }

  private boolean isAtSameServer(Source source) {
    return source.server().equals(superproject.server())
        && Objects.equals(source.address().getUser(), superproject.address().getUser());
  }
}
