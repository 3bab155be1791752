package dev.gitexport.export;

import dev.gitexport.export.FaultPoints.FaultPoint;
import dev.gitexport.git.TreeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Carries out a plan in a fresh directory: directories first, then files by a few threads, one
/// directory each, symlinks last, so that nothing is ever made through one.
final class TreeWriter {

  private final TreeSource source;
  private final Permissions permissions;
  private final Sharing sharing;
  private final ExportListener listener;
  private final FaultPoints faults;

  TreeWriter(
      TreeSource source,
      Permissions permissions,
      Sharing sharing,
      ExportListener listener,
      FaultPoints faults) {
    this.source = source;
    this.permissions = permissions;
    this.sharing = sharing;
    this.listener = listener;
    this.faults = faults;
  }

  /// Fills `root`, an empty directory of ours.
  StagedTree write(ExportPlan plan, Path root) {
    StagedTree staged = new StagedTree(plan, root, permissions);
    faults.reached(FaultPoint.STAGE_DIRECTORIES);
    directories(plan, staged);
    List<ExportPlan.Directory> occupied = new ArrayList<>(plan.directories());
    occupied.removeIf(directory -> directory.entries().isEmpty());
    FileSharing shared = sharing(root);
    Workers.each(occupied, () -> new DirectoryWorker(shared, staged));
    symlinks(plan, staged);
    return staged;
  }

  private FileSharing sharing(Path root) {
    try {
      return new FileSharing(sharing, root);
    } catch (IOException e) {
      throw VolumeError.of("look at the staging directory", e);
    }
  }

  private void directories(ExportPlan plan, StagedTree staged) {
    try {
      for (ExportPlan.Directory directory : plan.directories()) {
        Path path = staged.path(directory);
        if (!directory.path().isEmpty()) {
          directory(path);
        }
        for (ExportPlan.Entry entry : directory.entries()) {
          if (entry.action() instanceof EntryAction.Submodule) {
            directory(path.resolve(entry.name()));
          }
        }
      }
    } catch (IOException e) {
      throw VolumeError.of("make the directories of the export", e);
    }
  }

  private void directory(Path path) throws IOException {
    Files.createDirectory(path);
    PosixModes.dress(path, permissions);
  }

  private static void symlinks(ExportPlan plan, StagedTree staged) {
    for (ExportPlan.Entry entry : plan.entries()) {
      if (entry.action() instanceof EntryAction.Symlink link) {
        Path path = staged.path(entry.directory()).resolve(entry.name());
        try {
          Symlinks.create(path, link.target());
          BasicFileAttributes made =
              Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
          staged.symlinked(entry, Stamp.of(made));
        } catch (IOException e) {
          throw VolumeError.of("make the symlink " + entry.path(), e);
        }
      }
    }
  }

  /// Makes the files of one directory after the other.
  private final class DirectoryWorker implements Workers.Worker<ExportPlan.Directory> {
    private final FileSharing shared;
    private final StagedTree staged;
    private final BlobWriter blobs =
        new BlobWriter(new TreeObjects(source.newObjectReader()), permissions);

    DirectoryWorker(FileSharing shared, StagedTree staged) {
      this.shared = shared;
      this.staged = staged;
    }

    @Override
    public void work(ExportPlan.Directory directory) {
      Path path = staged.path(directory);
      for (ExportPlan.Entry entry : directory.entries()) {
        if (entry.action() instanceof EntryAction.File action) {
          faults.reached(FaultPoint.STAGE_FILE);
          try {
            listener.fileDone(file(entry.path(), action, path.resolve(entry.name())));
          } catch (IOException e) {
            throw VolumeError.of("write " + entry.path(), e);
          }
        }
      }
    }

    /// Makes one file; returns the bytes written for it.
    private long file(String path, EntryAction.File action, Path file) throws IOException {
      if (action instanceof EntryAction.Link link && sharing != Sharing.COPY) {
        Set<PosixFilePermission> mode = PosixModes.of(permissions.fileMode(link.executable()));
        String original = link.moved().isEmpty() ? path : link.moved();
        switch (shared.share(link.prior(), original, file, link.stamp(), mode)) {
          case LinkResult.Linked() -> {
            staged.linked();
            return 0;
          }
          case LinkResult.Reflinked() -> {
            blobs.finish(file, link.stamp(), mode);
            staged.reflinked(file, link);
            return 0;
          }
          case LinkResult.Mismatch() -> staged.mismatched();
          case LinkResult.Refused refused -> refused(path, refused);
        }
      }
      blobs.write(file, content(action));
      staged.written(file, action);
      return action.stamp().size();
    }

    /// What a link would have shared may be here or not: an LFS object is not fetched for it.
    private EntryAction.File content(EntryAction.File action) {
      if (action instanceof EntryAction.Link link && link.lfs().isPresent()) {
        LfsFile lfs = link.lfs().get();
        return source
            .lfs(lfs.link())
            .map(found ->
                new EntryAction.Lfs(lfs, found.file(), link.executable(), link.id(), link.stamp()))
            .orElseThrow(() -> new MissingContent(List.of(), List.of(lfs.link())));
      }
      return action;
    }

    private void refused(String path, LinkResult.Refused refused) {
      staged.refused();
      if (sharing != Sharing.AUTO && !refused.thisFileOnly()) {
        throw new ExportException.VolumeUnsuitable(
            "the volume refuses to share '"
                + path
                + "' with a prior export: "
                + refused.reason()
                + "; use sharing: Auto, or another volume",
            null);
      }
    }

    @Override
    public void close() {
      blobs.close();
    }
  }
}
