package dev.gitexport.git;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/// A repository with the submodules that were asked for, and theirs, and the LFS objects of all:
/// one source for the tree that they make together. None is fetched before `bring` asks for it.
public final class Superproject implements TreeSource {

  /// Submodules inside each other.
  private static final int DEEPEST = 10;

  /// Submodules in all: one that holds another in many places, and so on, is many.
  private static final int MOST = 1000;

  private final Part root;
  private final Map<Gitlink, ResolvedTree> brought = new ConcurrentHashMap<>();
  private final Map<ResolvedTree, Part> parts = new ConcurrentHashMap<>();

  private record Part(TreeSource source, SubmoduleOrigin submodules, LfsOrigin lfs, int depth) {}

  /// A clone, with what it has fetched.
  ///
  /// @param own closed with this one
  public static Superproject of(LocalRepository own) {
    return new Superproject(own, own.submodules(), own.lfs());
  }

  /// What was fetched.
  ///
  /// @param own closed with this one
  /// @param source where it is from
  /// @param fetching looks at a source and fetches a treeish of it
  /// @param lfs where the LFS objects of a source come from
  public static Superproject fetched(
      TreeSource own,
      Source source,
      BiFunction<Source, Treeish, Fetched> fetching,
      Function<Source, LfsOrigin> lfs) {
    return new Superproject(own, new RemoteSubmodules(source, fetching, lfs), lfs.apply(source));
  }

  private Superproject(TreeSource own, SubmoduleOrigin submodules, LfsOrigin lfs) {
    this.root = new Part(own, submodules, lfs, 0);
  }

  @Override
  public ResolvedTree resolve(Treeish treeish) {
    return root.source().resolve(treeish);
  }

  @Override
  public NamedObject base(Treeish treeish) {
    return root.source().base(treeish);
  }

  @Override
  public Optional<ObjectId> named(String refName) {
    return root.source().named(refName);
  }

  @Override
  public Optional<ResolvedTree> submodule(Gitlink link) {
    return Optional.ofNullable(brought.get(link));
  }

  @Override
  public void bring(Gitlink link) {
    try {
      Part around = part(link.repository());
      if (around.depth() == DEEPEST) {
        throw new GitException.ContentRefused(
            "more than %d submodules lie inside each other. Leave it out with ignore."
                .formatted(DEEPEST),
            null);
      }
      if (brought.size() == MOST) {
        throw new GitException.ContentRefused(
            "there are more than %d submodules. Leave some out with ignore.".formatted(MOST), null);
      }
      brought.put(link, open(around, link));
    } catch (GitException e) {
      throw e.inSubmodule(link.path());
    }
  }

  @Override
  public Optional<LfsObject> lfs(LfsLink link) {
    return part(link.repository()).lfs().find(link.pointer());
  }

  @Override
  public void bring(List<LfsLink> links) {
    Map<LfsOrigin, List<LfsLink>> byOrigin = new LinkedHashMap<>();
    for (LfsLink link : links) {
      LfsOrigin origin = part(link.repository()).lfs();
      byOrigin.computeIfAbsent(origin, _ -> new ArrayList<>()).add(link);
    }
    byOrigin.forEach(LfsOrigin::fetch);
  }

  private Part part(ResolvedTree repository) {
    return parts.getOrDefault(repository, root);
  }

  private ResolvedTree open(Part around, Gitlink link) {
    GitModules.Entry entry;
    try (ObjectReader reader = around.source().newObjectReader()) {
      entry = new GitModules(reader, link.repository()).at(link.inside());
    }
    SubmoduleOrigin.Submodule submodule =
        around.submodules().open(entry.name(), entry.url(), link.commit());
    Fetched fetched = submodule.fetched();
    var part =
        new Part(fetched.source(), submodule.submodules(), submodule.lfs(), around.depth() + 1);
    if (parts.putIfAbsent(fetched.tree(), part) != null) {
      fetched.close();
    }
    return fetched.tree();
  }

  @Override
  public ObjectReader newObjectReader() {
    if (parts.isEmpty()) {
      return root.source().newObjectReader();
    }
    var readers = new ArrayList<ObjectReader>();
    readers.add(root.source().newObjectReader());
    parts.values().forEach(part -> readers.add(part.source().newObjectReader()));
    return new JoinedReader(readers);
  }

  @Override
  public void close() {
    root.source().close();
    parts.values().forEach(part -> part.source().close());
  }
}
