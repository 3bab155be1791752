package dev.gitexport.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jgit.lib.ObjectId;

/// The tree that a plan has become on the volume, and what it took. Counted by many threads, read
/// by one when they are done.
final class StagedTree {

  private final ExportPlan plan;
  private final Path root;
  private final Permissions permissions;
  private final Map<Integer, Stamp> symlinks = new HashMap<>();
  private final ConcurrentLinkedQueue<NewFile> newFiles = new ConcurrentLinkedQueue<>();
  private final LongAdder linked = new LongAdder();
  private final LongAdder reflinked = new LongAdder();
  private final LongAdder writtenBytes = new LongAdder();
  private final LongAdder mismatches = new LongAdder();
  private final LongAdder refused = new LongAdder();

  /// A file with an inode of its own.
  record NewFile(Path path, EntryAction.File action) {}

  StagedTree(ExportPlan plan, Path root, Permissions permissions) {
    this.plan = plan;
    this.root = root;
    this.permissions = permissions;
  }

  Path path(ExportPlan.Directory directory) {
    return directory.path().isEmpty() ? root : root.resolve(directory.path());
  }

  void linked() {
    linked.increment();
  }

  void reflinked(Path file, EntryAction.File action) {
    reflinked.increment();
    newFiles.add(new NewFile(file, action));
  }

  void written(Path file, EntryAction.File action) {
    writtenBytes.add(action.stamp().size());
    newFiles.add(new NewFile(file, action));
  }

  void mismatched() {
    mismatches.increment();
  }

  void refused() {
    refused.increment();
  }

  void symlinked(ExportPlan.Entry entry, Stamp stamp) {
    symlinks.put(entry.ordinal(), stamp);
  }

  /// Makes all of it durable, directories bottom-up.
  void sync(Durability durability) {
    List<Path> files = newFiles.stream().map(NewFile::path).toList();
    List<Path> directories = new ArrayList<>();
    for (ExportPlan.Directory directory : plan.directories()) {
      directories.add(path(directory));
    }
    try {
      durability.sync(root, files, directories);
    } catch (IOException e) {
      throw VolumeError.of("make the export durable", e);
    }
  }

  /// Writes the manifest of the tree.
  void writeIndex(OutputStream out) throws IOException {
    IndexWriter index = new IndexWriter(out, plan.entries().size());
    for (ExportPlan.Entry entry : plan.entries()) {
      switch (entry.action()) {
        case EntryAction.File file ->
            index.add(
                entry.path(),
                file.executable() ? ExportIndex.EXECUTABLE : ExportIndex.FILE,
                file.id(),
                file.stamp());
        case EntryAction.Symlink link ->
            index.add(
                entry.path(),
                ExportIndex.SYMLINK,
                link.id(),
                symlinks.getOrDefault(entry.ordinal(), Stamp.ZERO));
        case EntryAction.Submodule(var commit) ->
            index.add(entry.path(), ExportIndex.SUBMODULE, commit, Stamp.ZERO);
      }
    }
    index.finish();
  }

  /// Looks at the tree as the file system has it now. Links were looked at when they were made.
  ///
  /// @throws ExportException.VerifyFailed when it is not the plan
  void check() {
    new StagedCheck(plan, root, permissions).run(List.copyOf(newFiles));
  }

  /// Path to git blob of the files whose bytes are not the blob's.
  Map<String, String> rewritten() {
    Map<String, String> rewritten = new TreeMap<>();
    for (ExportPlan.Entry entry : plan.entries()) {
      rewrittenFrom(entry.action()).ifPresent(blob -> rewritten.put(entry.path(), blob.name()));
    }
    return rewritten;
  }

  private static Optional<ObjectId> rewrittenFrom(EntryAction action) {
    return switch (action) {
      case EntryAction.Expand expand -> Optional.of(expand.blob());
      case EntryAction.Lfs written -> Optional.of(written.lfs().blob());
      case EntryAction.Link link -> link.lfs().map(LfsFile::blob);
      case EntryAction.Write _, EntryAction.Symlink _, EntryAction.Submodule _ -> Optional.empty();
    };
  }

  ExportStats stats() {
    long files = plan.files();
    return new ExportStats(
        files,
        linked.sum(),
        reflinked.sum(),
        files - linked.sum() - reflinked.sum(),
        plan.bytes(),
        writtenBytes.sum(),
        symlinks.size(),
        plan.directories().size() - 1L,
        mismatches.sum(),
        refused.sum(),
        plan.submodules(),
        plan.skippedSymlinks());
  }
}
