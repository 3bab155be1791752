package dev.gitexport.sync;

import dev.gitexport.sync.FolderScan.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.attributes.Attribute;
import org.eclipse.jgit.attributes.Attributes;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.dircache.DirCacheIterator;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;

/// Files of a work tree that git turns into something else when they are committed: by a filter, as
/// LFS does, or in another encoding (gitattributes(5)). Nothing is run here, and committed as they
/// are they would replace what is committed of them. So they are held back.
record Filters(SyncRequest request, Repository repository, DirCache index) {

  private static final String FILTER = "filter";
  private static final String ENCODING = "working-tree-encoding";

  Found holdBack(Found found) throws IOException {
    List<DirCacheEntry> changed = found.entries().stream().filter(this::isChanged).toList();
    Map<String, String> filtered = changed.isEmpty() ? Map.of() : filtered(found, changed);
    if (filtered.isEmpty()) {
      return found;
    }
    List<DirCacheEntry> entries = new ArrayList<>();
    List<HeldBack> heldBack = new ArrayList<>(found.heldBack());
    for (DirCacheEntry entry : found.entries()) {
      String filter = filtered.get(entry.getPathString());
      if (filter == null) {
        entries.add(entry);
      } else {
        heldBack.add(
            new HeldBack(
                entry.getPathString(),
                "it has the attribute %s, and nothing is run on it here; commit it with git"
                    .formatted(filter)));
        Stream.ofNullable(index.getEntry(entry.getPathString()))
            .map(Findings::changed)
            .forEach(entries::add);
      }
    }
    return new Found(entries, heldBack, found.leftovers(), false);
  }

  private boolean isChanged(DirCacheEntry entry) {
    DirCacheEntry known = index.getEntry(entry.getPathString());
    return known == null || !known.getObjectId().equals(entry.getObjectId());
  }

  private Map<String, String> filtered(Found found, List<DirCacheEntry> changed)
      throws IOException {
    for (DirCacheEntry entry : changed) {
      if (entry.getFileMode().equals(FileMode.REGULAR_FILE)
          && entry.getPathString().endsWith(Constants.DOT_GIT_ATTRIBUTES)) {
        keep(entry);
      }
    }
    DirCache fresh = DirCache.newInCore();
    DirCacheBuilder builder = fresh.builder();
    found.entries().forEach(builder::add);
    builder.finish();
    Map<String, String> filtered = new HashMap<>();
    try (var walk = new TreeWalk(repository)) {
      walk.setAttributesNodeProvider(repository.createAttributesNodeProvider());
      walk.addTree(new DirCacheIterator(fresh));
      walk.setFilter(
          PathFilterGroup.createFromStrings(
              changed.stream().map(DirCacheEntry::getPathString).toList()));
      while (walk.next()) {
        if (walk.isSubtree()) {
          walk.enterSubtree();
        } else {
          filter(walk.getAttributes()).ifPresent(it -> filtered.put(walk.getPathString(), it));
        }
      }
    }
    return filtered;
  }

  /// A scan that only looks writes no objects, and the rules are read from one.
  private void keep(DirCacheEntry rules) throws IOException {
    if (!repository.getObjectDatabase().has(rules.getObjectId())) {
      try (HeldDirectory folder = request.hold(false);
          ObjectInserter inserter = repository.newObjectInserter()) {
        Path file = folder.path().resolve(rules.getPathString());
        inserter.insert(Constants.OBJ_BLOB, Files.readAllBytes(file));
        inserter.flush();
      }
    }
  }

  private static Optional<String> filter(Attributes attributes) {
    return Stream.of(FILTER, ENCODING)
        .map(attributes::get)
        .filter(attribute -> attribute != null && attribute.getState() == Attribute.State.CUSTOM)
        .map(attribute -> attribute.getKey() + "=" + attribute.getValue())
        .findFirst();
  }
}
