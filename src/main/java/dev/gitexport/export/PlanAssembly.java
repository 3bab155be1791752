package dev.gitexport.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Sorts entries into the directories that they make necessary.
final class PlanAssembly {

  private final Map<String, ExportPlan.Directory> byPath = new HashMap<>();
  private final List<ExportPlan.Directory> directories = new ArrayList<>();
  private final List<ExportPlan.Entry> entries;

  PlanAssembly(int size) {
    entries = new ArrayList<>(size);
    directory("");
  }

  void add(String path, EntryAction action) {
    int slash = path.lastIndexOf('/');
    ExportPlan.Directory directory = directory(slash < 0 ? "" : path.substring(0, slash));
    String name = path.substring(slash + 1);
    ExportPlan.Entry entry = new ExportPlan.Entry(directory, name, action, entries.size());
    directory.entries().add(entry);
    entries.add(entry);
  }

  /// Parents before children.
  List<ExportPlan.Directory> directories() {
    return directories;
  }

  /// In the order they were added.
  List<ExportPlan.Entry> entries() {
    return entries;
  }

  /// The directory of that path, made when it is new, and those around it.
  ExportPlan.Directory directory(String path) {
    ExportPlan.Directory known = byPath.get(path);
    if (known != null) {
      return known;
    }
    if (!path.isEmpty()) {
      int slash = path.lastIndexOf('/');
      directory(slash < 0 ? "" : path.substring(0, slash));
    }
    ExportPlan.Directory made = new ExportPlan.Directory(path);
    byPath.put(path, made);
    directories.add(made);
    return made;
  }
}
