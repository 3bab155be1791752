package dev.gitexport.export;

import dev.gitexport.files.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes what was written survive a power cut.
///
/// A few files are synced one by one. Many, on a local Linux file system, by one `syncfs`: it
/// writes what others have dirty there too, and is still far cheaper than ten thousand journal
/// commits.
interface Durability {

  /// Syncs with the disk.
  Durability DISK = new Disk();

  /// Makes new files and directories durable.
  ///
  /// @param directories parents before children
  void sync(Path root, List<Path> files, List<Path> directories) throws IOException;

  /// Makes one file's content, or one directory's names, durable.
  void sync(Path path) throws IOException;

  /// The real one; stateless.
  final class Disk implements Durability {
    private static final int FEW = 64;

    /// Where the kernel's syncfs reaches the disk. Not so on FUSE; network file systems commit at
    /// close.
    private static final Set<String> LOCAL =
        Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "zfs", "bcachefs", "tmpfs");

    private Disk() {}

    @Override
    public void sync(Path root, List<Path> files, List<Path> directories) throws IOException {
      if (files.size() + directories.size() > FEW
          && LOCAL.contains(Files.getFileStore(root).type())) {
        Optional<NativeCalls> calls = NativeCalls.get();
        if (calls.isPresent()) {
          calls.get().syncFileSystem(root);
          return;
        }
      }
      for (Path file : files) {
        sync(file);
      }
      for (Path directory : directories.reversed()) {
        sync(directory);
      }
    }

    @Override
    public void sync(Path path) throws IOException {
      Durable.sync(path);
    }
  }
}
