package dev.gitexport.sync;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A directory of a folder while it is read. It is held open and was reached from the folder name
/// by name without following a symlink: what is read of it is of that very directory, whatever its
/// path leads to meanwhile.
final class DirectoryView implements AutoCloseable {

  private final Path folder;
  private final String below;
  private final SecureDirectoryStream<Path> stream;

  /// @param below the folder; empty for itself, else with a slash at the end
  private DirectoryView(Path folder, String below, DirectoryStream<Path> stream)
      throws IOException {
    this.folder = folder;
    this.below = below;
    if (!(stream instanceof SecureDirectoryStream<Path> secure)) {
      stream.close();
      throw new FileSystemException(
          folder.toString(), null, "directories cannot be held open on this system");
    }
    this.stream = secure;
  }

  @SuppressWarnings("StreamResourceLeak") // the view closes it
  static DirectoryView of(Path folder) throws IOException {
    return new DirectoryView(folder, "", Files.newDirectoryStream(folder));
  }

  /// @throws FileSystemException when it is no directory
  DirectoryView child(String name) throws IOException {
    return new DirectoryView(
        folder,
        below + name + "/",
        stream.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS));
  }

  /// To be called once.
  List<String> names() {
    List<String> names = new ArrayList<>();
    stream.forEach(child -> names.add(child.getFileName().toString()));
    return names;
  }

  FileStamp stamp(String name) throws IOException {
    return FileStamp.of(
        stream
            .getFileAttributeView(
                Path.of(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .readAttributes());
  }

  /// @throws FileSystemException when it is a symlink
  InputStream read(String name) throws IOException {
    return Channels.newInputStream(
        stream.newByteChannel(
            Path.of(name), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
  }

  /// What a symlink says.
  String target(String name) throws IOException {
    String directory = below.substring(0, Math.max(0, below.length() - 1));
    try (HeldDirectory held = HeldDirectory.open(folder, directory, false)) {
      return Files.readSymbolicLink(held.path().resolve(name)).toString();
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
