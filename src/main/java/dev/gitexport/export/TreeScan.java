package dev.gitexport.export;

import dev.gitexport.export.PathFilter.Verdict;
import dev.gitexport.git.Gitlink;
import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.TreeSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/// Walks a tree in the order of an index file, checks every name and mode on the way, and shows a
/// visitor what the settings leave of it.
final class TreeScan {

  /// Sees entries in the order of an index file.
  interface Visitor {
    void file(String path, TreeEntry entry, FileContext context);

    void symlink(String path, TreeEntry entry);

    /// A gitlink that is not followed.
    void submodule(String path, TreeEntry entry);

    /// A directory that is there even when it is empty: a submodule's, and one with a file that
    /// `export-ignore` leaves out, as git archive has it.
    void directory(String path);

    /// A shared directory's place, whatever the tree has there.
    void shared(String path);
  }

  private final TreeSource source;
  private final TreeObjects objects;
  private final ExportSettings settings;
  private final TreeNames names;
  private final TreeBudget budget;
  private final Visitor visitor;
  private final PathFilter filter;
  private final Set<String> shared;
  private final Set<String> aboveShared = new HashSet<>();
  private final List<Gitlink> missing = new ArrayList<>();

  TreeScan(
      TreeSource source,
      TreeObjects objects,
      ExportSettings settings,
      TreeNames names,
      long maxEntries,
      Visitor visitor) {
    this.source = source;
    this.objects = objects;
    this.settings = settings;
    this.names = names;
    this.budget = new TreeBudget(maxEntries);
    this.visitor = visitor;
    this.filter = new PathFilter(settings);
    this.shared = new HashSet<>(settings.shared());
    for (String path : shared) {
      for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        aboveShared.add(path.substring(0, slash));
      }
    }
  }

  /// @throws MissingContent when the source has to bring submodules first
  void run(ResolvedTree root) {
    scan(
        new TreePlace(root, "", "", 0, ExportAttributes.NONE, filter.root()),
        TreeEntry.parse(objects.tree(root.tree()), "/"));
    if (!missing.isEmpty()) {
      throw new MissingContent(missing, List.of());
    }
  }

  private void scan(TreePlace place, List<TreeEntry> own) {
    budget.see(own.size());
    names.check(place.path(), own);
    TreePlace here = place.with(attributes(place, own));
    for (TreeEntry entry : inOrder(withShared(here.path(), own))) {
      String path = here.path().isEmpty() ? entry.name() : here.path() + "/" + entry.name();
      int length = here.pathBytes() + entry.raw().length;
      if (length > TreeNames.LONGEST_PATH) {
        throw tooDeep(path, "is longer than " + TreeNames.LONGEST_PATH + " bytes");
      }
      if (shared.contains(path)) {
        visitor.shared(path);
        continue;
      }
      Verdict decided = decide(here, path, entry);
      if (decided != Verdict.PRUNED || aboveShared.contains(path)) {
        show(here, path, length, entry, decided);
      }
    }
  }

  /// A gitlink stands where a file of its name would, a submodule where a directory would.
  private List<TreeEntry> inOrder(List<TreeEntry> entries) {
    return settings.recurseSubmodules() && entries.stream().anyMatch(TreeEntry::isSubmodule)
        ? entries.stream().sorted(TreeNames.order(this::isDirectory)).toList()
        : entries;
  }

  private boolean isDirectory(TreeEntry entry) {
    return entry.isTree() || (settings.recurseSubmodules() && entry.isSubmodule());
  }

  private Verdict decide(TreePlace here, String path, TreeEntry entry) {
    Verdict decided = filter.at(path, isDirectory(entry), here.verdict());
    if (decided == Verdict.PRUNED
        || !settings.exportAttributes()
        || !here.attributes().isSet(ExportAttributes.IGNORE, path, isDirectory(entry))) {
      return decided;
    }
    if (!isDirectory(entry)) {
      visitor.directory(here.path());
    }
    return Verdict.PRUNED;
  }

  private void show(TreePlace here, String path, int length, TreeEntry entry, Verdict verdict) {
    budget.show(length);
    if (isDirectory(entry)) {
      if (path.chars().filter(each -> each == '/').count() + 1 >= TreeNames.DEEPEST) {
        throw tooDeep(path, "is deeper than " + TreeNames.DEEPEST + " directories");
      }
      enter(here.below(path, length + 1, verdict), entry);
    } else if (entry.isSymlink()) {
      visitor.symlink(path, entry);
    } else if (entry.isSubmodule()) {
      visitor.submodule(path, entry);
    } else {
      visitor.file(path, entry, context(here, path));
    }
  }

  private FileContext context(TreePlace here, String path) {
    return new FileContext(
        here.repository(),
        settings.exportAttributes() && here.attributes().isSet(ExportAttributes.SUBST, path, false),
        settings.lfs() && here.attributes().isLfs(path));
  }

  private void enter(TreePlace place, TreeEntry entry) {
    if (place.verdict() == Verdict.PRUNED || entry.id().equals(ObjectId.zeroId())) {
      scan(place, List.of());
    } else if (entry.isSubmodule()) {
      follow(place, entry.id());
    } else {
      scan(place, TreeEntry.parse(objects.tree(entry.id()), place.path()));
    }
  }

  private void follow(TreePlace place, ObjectId commit) {
    Gitlink link = new Gitlink(place.repository(), place.root(), place.path(), commit);
    Optional<ResolvedTree> submodule = source.submodule(link);
    if (submodule.isEmpty()) {
      missing.add(link);
      return;
    }
    if (place.verdict() == Verdict.INCLUDED) {
      visitor.directory(place.path());
    }
    scan(
        place.of(submodule.get()),
        TreeEntry.parse(objects.tree(submodule.get().tree()), place.path()));
  }

  private ExportAttributes attributes(TreePlace place, List<TreeEntry> own) {
    if (!settings.exportAttributes() && !settings.lfs()) {
      return ExportAttributes.NONE;
    }
    for (TreeEntry entry : own) {
      if (entry.name().equals(ExportAttributes.FILE)
          && !entry.isTree()
          && !entry.isSymlink()
          && !entry.isSubmodule()) {
        return place.attributes().below(place.path(), place.isRoot(), text(place.path(), entry));
      }
    }
    return place.attributes();
  }

  private byte[] text(String directory, TreeEntry entry) {
    if (objects.blobSize(entry.id()) > ExportAttributes.LARGEST) {
      throw new ExportException.LimitExceeded(
          "'"
              + (directory.isEmpty() ? entry.name() : directory + "/" + entry.name())
              + "' has more than "
              + ExportAttributes.LARGEST
              + " bytes; make it smaller, or set exportAttributes and lfs to false");
    }
    return objects.blob(entry.id(), ExportAttributes.LARGEST);
  }

  /// The entries with the places of shared directories, and of the directories that lead there.
  private List<TreeEntry> withShared(String directory, List<TreeEntry> own) {
    String prefix = directory.isEmpty() ? "" : directory + "/";
    if (shared.isEmpty() || !(directory.isEmpty() || aboveShared.contains(directory))) {
      return own;
    }
    List<TreeEntry> all = new ArrayList<>();
    Set<String> present = new HashSet<>();
    for (TreeEntry entry : own) {
      String path = prefix + entry.name();
      boolean special = shared.contains(path) || aboveShared.contains(path);
      if (special && !isDirectory(entry)) {
        throw new ExportException.UnsafeTree(
            "the shared directory '" + path + "' is a file or a link in the tree; rename one",
            null);
      }
      present.add(path);
      all.add(shared.contains(path) ? place(entry.name(), false) : entry);
    }
    for (String path : children(prefix)) {
      if (!present.contains(path)) {
        all.add(place(path.substring(prefix.length()), aboveShared.contains(path)));
      }
    }
    all.sort(TreeNames::compare);
    return all;
  }

  private List<String> children(String prefix) {
    List<String> children = new ArrayList<>(aboveShared);
    children.addAll(shared);
    children.removeIf(path -> !path.startsWith(prefix) || path.indexOf('/', prefix.length()) >= 0);
    return children;
  }

  private static TreeEntry place(String name, boolean directory) {
    byte[] raw = name.getBytes(StandardCharsets.UTF_8);
    return new TreeEntry(name, raw, directory ? 0040000 : ExportIndex.SYMLINK, ObjectId.zeroId());
  }

  private static ExportException tooDeep(String path, String why) {
    return new ExportException.UnsafeTree(
        "'" + path.substring(0, Math.min(path.length(), 200)) + "…' " + why, null);
  }
}
