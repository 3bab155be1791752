package dev.gitexport.git;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/// One look at a remote: the refs it had. Immutable; resources with the same source share one look.
public final class RemoteRefs implements RefSource {

  static final int MAX_REFS = 50_000;

  private final Source source;
  private final SortedMap<String, Ref> refs;

  private RemoteRefs(Source source, SortedMap<String, Ref> refs) {
    this.source = source;
    this.refs = refs;
  }

  /// @throws GitException.RepositoryUnreachable when the remote has more refs than are looked at
  static RemoteRefs of(Source source, Collection<Ref> advertised) {
    if (advertised.size() > MAX_REFS) {
      throw new GitException.RepositoryUnreachable(
          "Could not look at %s: it has %d refs, and %d are the limit. Remove refs there."
              .formatted(source.url(), advertised.size(), MAX_REFS),
          null);
    }
    String prefix = source.namespace().refPrefix();
    var refs = new TreeMap<String, Ref>();
    for (Ref ref : advertised) {
      if (ref.getName().startsWith(prefix) && ref.getObjectId() != null) {
        String name = ref.getName().substring(prefix.length());
        if (name.equals("HEAD") || (name.startsWith("refs/") && Repository.isValidRefName(name))) {
          refs.put(name, ref);
        }
      }
    }
    return new RemoteRefs(source, refs);
  }

  /// The same look for another way to keep it.
  RemoteRefs as(History history) {
    return new RemoteRefs(
        new Source(source.url(), source.namespace(), source.credentialId(), history), refs);
  }

  public Source source() {
    return source;
  }

  /// The object that a ref names, by its full name.
  public Optional<ObjectId> id(String name) {
    return exact(name).map(Ref::getObjectId);
  }

  public boolean isEmpty() {
    return refs.isEmpty();
  }

  /// Whether another look at the same source saw the same.
  public boolean isSame(RemoteRefs other) {
    return source.equals(other.source)
        && refs.keySet().equals(other.refs.keySet())
        && refs.keySet().stream().allMatch(name -> id(name).equals(other.id(name)));
  }

  @Override
  public Optional<Ref> exact(String name) {
    return Optional.ofNullable(refs.get(name));
  }

  @Override
  public List<String> names() {
    return List.copyOf(refs.keySet());
  }
}
