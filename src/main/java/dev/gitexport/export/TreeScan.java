package dev.gitexport.export;

import dev.gitexport.export.PathFilter.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;

/// Walks a tree in the order of an index file, checks every name and mode on the way, and shows a
/// visitor what the settings leave of it.
final class TreeScan {

  /// Sees entries in the order of an index file.
  interface Visitor {
    /// @param substituted whether `export-subst` is set
    void file(String path, TreeEntry entry, boolean substituted);

    void symlink(String path, TreeEntry entry);

    void submodule(String path, TreeEntry entry);

    /// A directory with a file that `export-ignore` leaves out: git archive keeps it, even empty.
    void directory(String path);

    /// A shared directory's place, whatever the tree has there.
    void shared(String path);
  }

  private final TreeObjects objects;
  private final ExportSettings settings;
  private final TreeNames names;
  private final TreeBudget budget;
  private final Visitor visitor;
  private final PathFilter filter;
  private final Set<String> shared;
  private final Set<String> aboveShared = new HashSet<>();

  TreeScan(
      TreeObjects objects,
      ExportSettings settings,
      TreeNames names,
      long maxEntries,
      Visitor visitor) {
    this(objects, settings, names, new TreeBudget(maxEntries), visitor);
  }

  TreeScan(
      TreeObjects objects,
      ExportSettings settings,
      TreeNames names,
      TreeBudget budget,
      Visitor visitor) {
    this.objects = objects;
    this.settings = settings;
    this.names = names;
    this.budget = budget;
    this.visitor = visitor;
    this.filter = new PathFilter(settings);
    this.shared = new HashSet<>(settings.shared());
    for (String path : shared) {
      for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        aboveShared.add(path.substring(0, slash));
      }
    }
  }

  void run(AnyObjectId root) {
    scan("", 0, TreeEntry.parse(objects.tree(root), "/"), ExportAttributes.NONE, filter.root());
  }

  private void scan(
      String directory,
      int pathBytes,
      List<TreeEntry> own,
      ExportAttributes around,
      Verdict verdict) {
    budget.see(own.size());
    names.check(directory, own);
    ExportAttributes attributes = attributes(directory, own, around);
    for (TreeEntry entry : withShared(directory, own)) {
      String path = directory.isEmpty() ? entry.name() : directory + "/" + entry.name();
      int length = pathBytes + entry.raw().length;
      if (length > TreeNames.LONGEST_PATH) {
        throw tooDeep(path, "is longer than " + TreeNames.LONGEST_PATH + " bytes");
      }
      if (shared.contains(path)) {
        visitor.shared(path);
        continue;
      }
      Verdict decided = decide(directory, path, entry, attributes, verdict);
      if (decided != Verdict.PRUNED || aboveShared.contains(path)) {
        show(path, length, entry, attributes, decided);
      }
    }
  }

  private Verdict decide(
      String directory, String path, TreeEntry entry, ExportAttributes attributes, Verdict around) {
    Verdict decided = filter.at(path, entry.isTree(), around);
    if (decided == Verdict.PRUNED
        || !attributes.isSet(ExportAttributes.IGNORE, path, entry.isTree())) {
      return decided;
    }
    if (!entry.isTree()) {
      visitor.directory(directory);
    }
    return Verdict.PRUNED;
  }

  private void show(
      String path, int length, TreeEntry entry, ExportAttributes attributes, Verdict verdict) {
    budget.show(length);
    if (entry.isTree()) {
      if (path.chars().filter(each -> each == '/').count() + 1 >= TreeNames.DEEPEST) {
        throw tooDeep(path, "is deeper than " + TreeNames.DEEPEST + " directories");
      }
      List<TreeEntry> below =
          verdict == Verdict.PRUNED || entry.id().equals(ObjectId.zeroId())
              ? List.of()
              : TreeEntry.parse(objects.tree(entry.id()), path);
      scan(path, length + 1, below, attributes, verdict);
    } else if (entry.isSymlink()) {
      visitor.symlink(path, entry);
    } else if (entry.isSubmodule()) {
      visitor.submodule(path, entry);
    } else {
      visitor.file(path, entry, attributes.isSet(ExportAttributes.SUBST, path, false));
    }
  }

  private ExportAttributes attributes(
      String directory, List<TreeEntry> own, ExportAttributes around) {
    if (!settings.exportAttributes()) {
      return ExportAttributes.NONE;
    }
    for (TreeEntry entry : own) {
      if (entry.name().equals(ExportAttributes.FILE)
          && !entry.isTree()
          && !entry.isSymlink()
          && !entry.isSubmodule()) {
        return around.below(directory, text(directory, entry));
      }
    }
    return around;
  }

  private byte[] text(String directory, TreeEntry entry) {
    if (objects.blobSize(entry.id()) > ExportAttributes.LARGEST) {
      throw new ExportException.LimitExceeded(
          "'"
              + (directory.isEmpty() ? entry.name() : directory + "/" + entry.name())
              + "' has more than "
              + ExportAttributes.LARGEST
              + " bytes; make it smaller, or set exportAttributes: false");
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
      if (special && !entry.isTree()) {
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
