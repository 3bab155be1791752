package dev.gitexport.export;

import java.util.ArrayList;
import java.util.List;

/// What an export will consist of: every directory, and every entry with what is to be done for it.
///
/// @param directories parents before children, the root first
/// @param entries in the order of an index file
/// @param submodules paths of gitlinks
/// @param skippedSymlinks paths left out
/// @param keywords whether a file has keywords that depend on the commit
record ExportPlan(
    List<Directory> directories,
    List<Entry> entries,
    List<String> submodules,
    List<String> skippedSymlinks,
    boolean keywords) {

  /// One directory to make.
  ///
  /// @param path empty for the root
  /// @param entries what lies right in it, but for directories with entries of their own
  record Directory(String path, List<Entry> entries) {
    Directory(String path) {
      this(path, new ArrayList<>());
    }
  }

  /// One file, symlink or gitlink.
  ///
  /// @param ordinal its place in [ExportPlan#entries]
  record Entry(Directory directory, String name, EntryAction action, int ordinal) {
    String path() {
      return directory.path().isEmpty() ? name : directory.path() + "/" + name;
    }
  }

  /// Regular files of the plan.
  long files() {
    return entries.stream().filter(entry -> entry.action() instanceof EntryAction.File).count();
  }

  /// Apparent size of all files.
  long bytes() {
    long bytes = 0;
    for (Entry entry : entries) {
      bytes += entry.action() instanceof EntryAction.File file ? file.stamp().size() : 0;
    }
    return bytes;
  }

  /// Bytes that will be written even if every link succeeds.
  long bytesToWrite() {
    long bytes = 0;
    for (Entry entry : entries) {
      bytes +=
          switch (entry.action()) {
            case EntryAction.Write write -> write.stamp().size();
            case EntryAction.Expand expand -> expand.stamp().size();
            case EntryAction.Lfs lfs -> lfs.stamp().size();
            case EntryAction.Link _, EntryAction.Symlink _, EntryAction.Submodule _ -> 0;
          };
    }
    return bytes;
  }
}
