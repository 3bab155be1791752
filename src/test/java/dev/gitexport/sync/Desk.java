package dev.gitexport.sync;

import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.RealGit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;

/// A bare remote, and a folder that is kept in step with its branch `main`.
final class Desk {

  final Path folder;
  final RealGit remote;
  final RealGit state;
  SyncSettings settings = SyncSettings.DEFAULT;
  Set<Guard> released = Set.of();
  Path base;
  Upstream upstream;

  FolderSync sync = new FolderSync(Clock.systemUTC());

  private Desk(Path directory, String name, RealGit remote) {
    this.folder = directory.resolve(name);
    this.base = folder;
    this.remote = remote;
    this.state = remote.in(directory.resolve(name + ".git"));
    this.upstream = new Upstream.At(remote.directory().toString(), GitNamespace.none());
  }

  /// One that is there already, in another process.
  static Desk at(Path directory, String name) {
    return new Desk(directory, name, new RealGit(directory.resolve("remote.git")));
  }

  static Desk make(Path directory) {
    RealGit remote = new RealGit(directory.resolve("remote.git"));
    new RealGit(directory).run("init", "-q", "--bare", "-b", "main", "remote.git");
    return new Desk(directory, "ours", remote);
  }

  /// Another folder on the same branch.
  Desk other(String name) {
    var other = new Desk(folder.resolveSibling(""), name, remote);
    other.upstream = upstream;
    return other;
  }

  /// Another folder on the same branch, on another volume.
  Desk on(Path volume) {
    return new Desk(volume, "ours", remote);
  }

  SyncRequest request() {
    return new SyncRequest(
            String.valueOf(folder.getFileName()),
            folder,
            state.directory(),
            upstream,
            "main",
            settings,
            released)
        .below(base);
  }

  SyncOutcome sync() {
    return sync.sync(request());
  }

  SyncOutcome commit() {
    return sync.commit(request());
  }

  boolean hasUnpushed() {
    return sync.hasUnpushed(request());
  }

  void close(boolean discard) {
    sync.close(request(), discard);
  }

  Desk write(String path, String content) {
    try {
      Files.createDirectories(folder.resolve(path).getParent());
      Files.writeString(folder.resolve(path), content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String path) {
    try {
      return Files.readString(folder.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(String path) {
    try {
      Files.delete(folder.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What the remote's branch has at a path.
  String pushed(String path) {
    return remote.run("show", "main:" + path);
  }

  String pushedFiles() {
    return remote.run("ls-tree", "-r", "--name-only", "main").replace('\n', ' ');
  }

  int commits() {
    return Integer.parseInt(remote.run("rev-list", "--count", "main"));
  }
}
