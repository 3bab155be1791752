package dev.gitexport.sync;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// A directory of a folder while it is read. It is held open and was reached from the folder name
/// by name without following a symlink: what is read of it is of that very directory, whatever its
/// path leads to meanwhile.
final class DirectoryView implements Closeable {

  private final HeldDirectory held;
  private final SecureDirectoryStream<Path> stream;
  private final AtomicInteger holders = new AtomicInteger(1);

  private DirectoryView(HeldDirectory held, DirectoryStream<Path> stream) throws IOException {
    if (!(stream instanceof SecureDirectoryStream<Path> secure)) {
      stream.close();
      throw new FileSystemException(
          held.path().toString(), null, "directories cannot be held open on this system");
    }
    this.held = held;
    this.stream = secure;
  }

  static DirectoryView of(SyncRequest request) throws IOException {
    return of(request.hold(false), Files::newDirectoryStream);
  }

  @FunctionalInterface
  private interface Opening {
    DirectoryStream<Path> of(Path path) throws IOException;
  }

  private static DirectoryView of(HeldDirectory held, Opening opening) throws IOException {
    boolean opened = false;
    try {
      var view = new DirectoryView(held, opening.of(held.path()));
      opened = true;
      return view;
    } finally {
      if (!opened) {
        held.close();
      }
    }
  }

  /// For one more who closes it: it is closed when all have. A descriptor that is closed before may
  /// soon be another directory's.
  DirectoryView shared() {
    holders.incrementAndGet();
    return this;
  }

  /// @throws FileSystemException when it is no directory
  DirectoryView child(String name) throws IOException {
    HeldDirectory child = held.child(name);
    // What is held is opened by that, so that both are the same.
    return child.isHeld()
        ? of(child, Files::newDirectoryStream)
        : of(child, _ -> stream.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS));
  }

  /// To be called once.
  List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try {
      stream.forEach(child -> names.add(child.getFileName().toString()));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  FileStamp stamp(String name) throws IOException {
    return held.stamp(name);
  }

  /// @throws FileSystemException when it is a symlink
  InputStream read(String name) throws IOException {
    return Channels.newInputStream(
        stream.newByteChannel(
            Path.of(name), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
  }

  /// What a symlink says.
  String target(String name) throws IOException {
    return Files.readSymbolicLink(held.path().resolve(name)).toString();
  }

  @Override
  public void close() throws IOException {
    if (holders.decrementAndGet() > 0) {
      return;
    }
    try (held) {
      stream.close();
    }
  }
}
